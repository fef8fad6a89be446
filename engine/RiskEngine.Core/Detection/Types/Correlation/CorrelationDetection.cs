using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Types.Correlation;

/// <summary><c>correlation</c>: alerts of other rules in one area, those that began within a sliding time <c>(t - Within, t]</c>, those that are true now, or those that are both.
/// </summary>
/// <remarks>
/// Measured whenever alerts of those rules begin to fire, and, while an alert of its own is open, whenever one leaves the time: once at one time, after all
/// that happens then. An alert counts once, however its grade changes. What is measured is told by <see cref="Kind"/>. An alert by source or
/// attribute counts for the site at which that was last seen; an alert by area says nothing about smaller places. Alerts of correlations are not counted,
/// those of rules in shadow mode are. With <see cref="While"/> alerts are measured together that change at one time, and one that ends, or falls below the grade, leaves at once.
/// </remarks>
public sealed record CorrelationDetection : DetectionType
{
    /// <summary>What its rules store.</summary>
    public static StoredPart Stored { get; } = new("correlation:RULE:BY:MEASURE:WITHIN",
        "Count of signals by time, rule and key, each: time, Count index of its rule, String key, Int first offset, Int last offset", CorrelationDetector.InWords);

    /// <inheritdoc/>
    public override string Type => "correlation";

    /// <inheritdoc/>
    public override string Measure => $"{Kind.ToString().ToLowerInvariant()} of {string.Join(", ", RuleIds)}";

    /// <summary>Ids of the rules whose alerts are counted; in order for <see cref="CorrelationKind.Ordered"/>.</summary>
    public required IReadOnlyList<string> RuleIds { get; init; }

    /// <summary>What is measured.</summary>
    public required CorrelationKind Kind { get; init; }

    /// <summary>How long an alert counts, from when it began to fire, or reached the grade of <see cref="While"/>; null for as long as that says.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>An alert counts while it is open with this grade or a graver one; <see cref="Grade.None"/> where it counts whatever becomes of it, which takes a
    /// <see cref="Within"/>.</summary>
    public Grade While { get; init; }

    /// <inheritdoc/>
    public override Certainty Certainty => Certainty.Likely;

    /// <inheritdoc/>
    public override EventNumber? Reads => null;

    /// <inheritdoc/>
    public override IReadOnlyList<SequenceStep> EventSteps => [];

    /// <inheritdoc/>
    public override IModel? Judge => null;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? CountedRules => RuleIds;

    /// <inheritdoc/>
    public override string? WhyNotTold(int signalDepth) => null;

    /// <inheritdoc/>
    public override string? NeverSilent => "correlation looks at alerts, which have no silence";

    /// <inheritdoc/>
    public override bool EndsByItself => false;

    /// <inheritdoc/>
    public override string WhyUnknown => "the measure is not known";

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) => "none of the alerts that it counts began with this event";

    /// <inheritdoc/>
    public override TimeSpan LooksBack(Rule rule) => Within ?? TimeSpan.Zero;

    internal override string? MemoryPart(Rule rule) =>
        $"correlation:{rule.Id}:{rule.By}:{Measure}:{(While == Grade.None ? "" : $"while {While.ToString().ToLowerInvariant()} ")}{Within?.Ticks}".TrimEnd();

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => null;

    internal override void Attach(DetectorSite site)
    {
        if (While != Grade.None) site.Add(new OpenCorrelationDetector(this, site));
        else site.Add(new CorrelationDetector(this, Within ?? throw new InvalidOperationException($"rule '{site.Rule.Id}' counts alerts for no time"), site));
    }
}
