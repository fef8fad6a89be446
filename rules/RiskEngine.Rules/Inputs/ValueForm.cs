namespace RiskEngine.Rules.Inputs;

/// <summary>What a value is to be, whatever the payload writes.</summary>
internal enum ValueForm
{
    /// <summary>What it is.</summary>
    Auto,

    /// <summary>A number; a text that is one is read.</summary>
    Number,

    /// <summary>True or false; the usual words for them are read.</summary>
    Boolean,

    /// <summary>A text.</summary>
    Text,
}
