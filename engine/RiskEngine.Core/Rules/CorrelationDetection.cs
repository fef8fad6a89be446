namespace RiskEngine.Core.Rules;

/// <summary><c>correlation</c>: alerts of other rules in one area within a sliding time <c>(t - Within, t]</c>.</summary>
/// <remarks>Measured whenever one of those rules' alerts begins to fire, and, while an alert of its own is open, whenever one leaves the time. What is
/// measured is told by <see cref="Kind"/>.</remarks>
public sealed record CorrelationDetection : Detection
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
