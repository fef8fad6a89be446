namespace RiskEngine.Workbench.Migration;

/// <summary>What a cell holds.</summary>
internal enum CsvValueType
{
    /// <summary>A number with a decimal point.</summary>
    Number,

    /// <summary>A word for true or false.</summary>
    Boolean,

    /// <summary>Any text.</summary>
    Text,
}
