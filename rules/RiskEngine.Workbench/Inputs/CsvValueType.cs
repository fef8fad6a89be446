namespace RiskEngine.Workbench.Inputs;

/// <summary>What a cell holds.</summary>
internal enum CsvValueType
{
    /// <summary>A number with a decimal point.</summary>
    Number,

    /// <summary>One of the words of <see cref="CsvBoolean"/>.</summary>
    Boolean,

    /// <summary>Any text.</summary>
    Text,
}
