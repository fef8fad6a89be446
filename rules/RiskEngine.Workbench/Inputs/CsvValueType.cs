namespace RiskEngine.Workbench.Inputs;

/// <summary>What a cell holds.</summary>
internal enum CsvValueType
{
    /// <summary>A number with a decimal point.</summary>
    Number,

    /// <summary>true, false, 1 or 0.</summary>
    Boolean,

    /// <summary>Any text.</summary>
    Text,
}
