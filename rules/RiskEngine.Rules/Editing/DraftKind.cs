namespace RiskEngine.Rules.Editing;

/// <summary>What a part of a text that is being typed is.</summary>
internal enum DraftKind
{
    /// <summary>The file itself.</summary>
    File,

    /// <summary>A key with what follows its colon.</summary>
    Entry,

    /// <summary>An item of a list.</summary>
    Item,

    /// <summary>A word that is no key yet.</summary>
    Word,
}
