namespace RiskEngine.Workbench.Migration;

/// <summary>Where an event's value comes from.</summary>
/// <param name="Column">The column; null for the column of <c>each</c>.</param>
/// <param name="Type">What it is.</param>
/// <param name="Map">Texts that stand for numbers; null where the cell is the value.</param>
/// <param name="Skip">Texts that mean that there is no reading; an empty cell always does.</param>
internal sealed record CsvValue(string? Column, CsvValueType Type, IReadOnlyDictionary<string, double>? Map, IReadOnlySet<string> Skip);
