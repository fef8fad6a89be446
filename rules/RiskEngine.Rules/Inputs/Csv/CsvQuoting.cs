namespace RiskEngine.Rules.Inputs.Csv;

/// <summary>What the quotes of a row come to.</summary>
internal enum CsvQuoting
{
    /// <summary>Each quoted cell is closed and ends with its quote, or there is none.</summary>
    Sound,

    /// <summary>A quoted cell goes on behind its closing quote: the quotes are characters.</summary>
    Bare,

    /// <summary>The last cell is quoted and not closed.</summary>
    Open,
}
