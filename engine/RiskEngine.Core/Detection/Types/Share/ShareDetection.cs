using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Types.Share;

/// <summary><c>share</c>: of the known members of an area (its buildings, its sensors), how many per cent have an alert of some rules now.</summary>
/// <remarks>
/// A member is known for <see cref="KnownFor"/> after an event that one of the rules looked at, up to a twenty-fourth longer, and as long as it has such an alert: what never
/// spoke is known once a rule of type absence misses it. Measured whenever an alert begins or ends to count, or a member becomes known or is forgotten, as far as an alert
/// counts or one of its own is open; once for all that happens at one time in one step. Unknown with fewer than <see cref="AtLeast"/> members.
/// </remarks>
public sealed record ShareDetection : DetectionType
{
    /// <summary>What its rules store.</summary>
    public static StoredPart Stored { get; } = new("share:RULE:BY:PER:RULES:WHILE:KNOWN",
        "Count of signals by time, rule and key, each: time, Count index of its rule, String key, Int first offset, Int last offset, String member; then Count of members, each: "
            + "String member, time of the period in which it was last seen", ShareDetector.InWords);

    /// <inheritdoc/>
    public override string Type => "share";

    /// <inheritdoc/>
    public override string Measure => $"% of {Per} with {string.Join(" or ", RuleIds)}";

    /// <summary>Ids of the rules whose alerts make a member count.</summary>
    public required IReadOnlyList<string> RuleIds { get; init; }

    /// <summary>What the members are: sources, sites or areas inside the rule's own.</summary>
    public required KeyBy Per { get; init; }

    /// <summary>The lightest grade at which an alert counts; above none.</summary>
    public Grade While { get; init; } = Grade.Blue;

    /// <summary>How long a member is known after an event of it; above zero.</summary>
    public TimeSpan KnownFor { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Fewest members of which a share means anything; at least 1.</summary>
    public int AtLeast { get; init; } = 3;

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
    public override TimeSpan? SeesMembersEach => Period;

    /// <inheritdoc/>
    public override string? NeverSilent => "share looks at alerts, which have no silence";

    /// <inheritdoc/>
    public override bool EndsByItself => false;

    /// <inheritdoc/>
    public override string WhyUnknown => $"fewer than {AtLeast} members are known";

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) => "none of the alerts that it counts began or ended with this event";

    /// <summary>How members are forgotten in steps, so that one that speaks all the time changes the state no more than once a step.</summary>
    internal TimeSpan Period => new(Math.Max(TimeSpan.TicksPerMillisecond, KnownFor.Ticks / 24 / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond));

    /// <inheritdoc/>
    public override TimeSpan LooksBack(Rule rule) => KnownFor + Period;

    internal override string? MemoryPart(Rule rule) =>
        $"share:{rule.Id}:{rule.By}:{Per}:{string.Join(", ", RuleIds)}:{While.ToString().ToLowerInvariant()}:{KnownFor.Ticks}";

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => null;

    internal override void Attach(DetectorSite site) => site.Add(new ShareDetector(this, site));
}
