using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Reading;

/// <summary>The limits of keys without a row.</summary>
/// <param name="Span">Where they stand.</param>
/// <param name="Single">The number for the only column; null where each column has its own.</param>
/// <param name="ByColumn">The number of each column.</param>
internal sealed record LimitDefaults(SourceSpan Span, double? Single, IReadOnlyDictionary<string, double> ByColumn)
{
    /// <summary>The number for a column; null where there is none.</summary>
    public double? Of(string column) => Single ?? (ByColumn.TryGetValue(column, out var number) ? number : null);
}
