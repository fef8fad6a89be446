using RiskEngine.Core.Rules;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Metric;

/// <summary><c>metric</c>: aggregates of one number over a window.</summary>
public sealed record MetricDetection : Rules.Detection
{
    /// <inheritdoc/>
    public override string Type => TypeName;

    /// <summary>The rule type that it was written as: <c>metric</c>, or one that is a metric underneath (<c>change</c>, <c>cardinality</c>, <c>percentage</c>).</summary>
    public string TypeName { get; init; } = "metric";

    /// <summary>Fewest events for a measurement; a window with fewer says nothing.</summary>
    public long MinCount { get; init; }

    /// <summary>The measure as written, e.g. <c>avg(value)</c> or <c>max(value) - min(value)</c>.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    public override string Measure => Text;

    /// <summary>The number that goes into the window.</summary>
    public required EventNumber Value { get; init; }

    /// <summary>The window.</summary>
    public required WindowSpec Window { get; init; }

    /// <summary>The aggregates that the measure reads, in order.</summary>
    public required IReadOnlyList<AggregateCall> Aggregates { get; init; }

    /// <summary>Whether silence is a measurement: a count of nothing is zero, a fact; an average of nothing is unknown.</summary>
    public bool CountsSilence => MinCount == 0 && Aggregates is [{ Kind: AggregateKind.Count }];

    /// <summary>Combines the aggregates' results (same order) to the measure; null where it is the first of them as it is. Allocates nothing.</summary>
    public Func<double[], double>? Combine { get; init; }
}
