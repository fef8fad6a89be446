namespace RiskEngine.Core.Detection.Types.Correlation;

/// <summary><c>correlation</c>: alerts of other rules in one area within a sliding time <c>(t - Within, t]</c>.</summary>
/// <remarks>
/// Measured whenever alerts of those rules begin to fire, and, while an alert of its own is open, whenever one leaves the time: once at one time, after all
/// that happens then. An alert counts once, however its grade changes. What is measured is told by <see cref="Kind"/>. An alert by source or
/// attribute counts for the site at which that was last seen; an alert by area says nothing about smaller places. Alerts of correlations are not counted,
/// those of rules in shadow mode are.
/// </remarks>
public sealed record CorrelationDetection : Rules.Detection
{
    /// <inheritdoc/>
    public override string Type => "correlation";

    /// <inheritdoc/>
    public override string Measure => $"{Kind.ToString().ToLowerInvariant()} of {string.Join(", ", RuleIds)}";

    /// <summary>Ids of the rules whose alerts are counted; in order for <see cref="CorrelationKind.Ordered"/>.</summary>
    public required IReadOnlyList<string> RuleIds { get; init; }

    /// <summary>What is measured.</summary>
    public required CorrelationKind Kind { get; init; }

    /// <summary>How long an alert counts, from when it began to fire.</summary>
    public required TimeSpan Within { get; init; }
}
