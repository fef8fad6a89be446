using RiskEngine.Core.Rules;
using RiskEngine.Core.Windows;

namespace RiskEngine.Rules.Reading;

/// <summary>A measure over a window: aggregates of one number, and the calculation that combines them.</summary>
/// <param name="Text">As written, normalised.</param>
/// <param name="Value">The number that goes into the window.</param>
/// <param name="Aggregates">What the window computes.</param>
/// <param name="Trend">How it moves while the window fills.</param>
/// <param name="Combine">The calculation; null where it is the first aggregate as it is.</param>
internal sealed record Measure(string Text, EventNumber Value, IReadOnlyList<AggregateCall> Aggregates, WindowTrend Trend, Func<double[], double>? Combine);
