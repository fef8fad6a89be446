using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Types.Rank;

/// <summary><c>rank</c>: the places that are worst among others, by how much of some rules is true there now.</summary>
/// <remarks>
/// A place is among the worst <see cref="Worst"/> where fewer than so many others have more; places that have as much share a rank. Its measure is what it has then, and 0
/// where it is not among them. Measured whenever an alert begins or ends to count that changes it, or its being among the worst; once for all that happens at one time in one
/// step.
/// </remarks>
public sealed record RankDetection : DetectionType
{
    /// <summary>What its rules store.</summary>
    public static StoredPart Stored { get; } = new("rank:RULE:BY:RULES:WHILE",
        "Count of signals by time, rule and key, each: time, Count index of its rule, String key, Int first offset, Int last offset", CorrelationDetector.InWords);

    /// <inheritdoc/>
    public override string Type => "rank";

    /// <inheritdoc/>
    public override string Measure => $"{Kind.ToString().ToLowerInvariant()} of {string.Join(", ", RuleIds)} in the worst {Worst}";

    /// <summary>Ids of the rules whose alerts are counted.</summary>
    public required IReadOnlyList<string> RuleIds { get; init; }

    /// <summary>What is compared.</summary>
    public CorrelationKind Kind { get; init; }

    /// <summary>The lightest grade at which an alert counts; above none.</summary>
    public Grade While { get; init; } = Grade.Blue;

    /// <summary>The area inside which places are compared; null for all that the task sees.</summary>
    public KeyBy? Among { get; init; }

    /// <summary>How many are worst; at least 1.</summary>
    public int Worst { get; init; } = 3;

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
    public override string? WhyNotTold(int signalDepth) => Among is { } among && among.Depth >= signalDepth ? null
        : "it compares areas of which one task is not told all; name a level in among that lies inside one";

    /// <inheritdoc/>
    public override string? NeverSilent => "rank looks at alerts, which have no silence";

    /// <inheritdoc/>
    public override bool EndsByItself => false;

    /// <inheritdoc/>
    public override string WhyUnknown => "the measure is not known";

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) => "none of the alerts that it counts began or ended with this event";

    /// <inheritdoc/>
    public override TimeSpan LooksBack(Rule rule) => TimeSpan.Zero;

    internal override string? MemoryPart(Rule rule) => $"rank:{rule.Id}:{rule.By}:{string.Join(", ", RuleIds)}:{While.ToString().ToLowerInvariant()}";

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => null;

    internal override void Attach(DetectorSite site) => site.Add(new RankDetector(this, site));
}
