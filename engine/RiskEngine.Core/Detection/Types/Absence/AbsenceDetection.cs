using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Types.Absence;

/// <summary><c>absence</c>: how long a key that has been seen, or is expected, has sent no matching event. The measure is in seconds.</summary>
/// <remarks>
/// Where the rule has a schedule, only the time within it counts as silence; an event ends the silence whenever it comes.
/// A key is watched from its first event on. An expected one that has not spoken is watched from the time when its task took it on, as if it had been seen
/// then: at the first time on the task's clock, and not again after a restart; one that is added to the roster of a running task, from then on. One that
/// is taken off the roster before it spoke is dropped, and its alert ends like one whose key speaks. A task takes on the entries that it is told to from the
/// start (<see cref="Core.Detection.RuleEvaluator.WatchesFromStart"/>), and any other as soon as an event of the rule's families comes from the entry's site: that
/// tells which partition holds the site.
/// </remarks>
/// <param name="Thresholds">The silences at which a grade can change, shortest first: the numbers of the rule's ladder.</param>
public sealed record AbsenceDetection(IReadOnlyList<TimeSpan> Thresholds) : DetectionType
{
    /// <summary>What its rules store.</summary>
    public static StoredPart Stored { get; } = new("absence:RULE:BY:EVENTS",
        "time of the last event, Int offset of its record; -1 for an expected key that has not spoken, with the time since when it is missed", AbsenceDetector.InWords);

    /// <inheritdoc/>
    public override string Type => "absence";

    /// <inheritdoc/>
    public override string Measure => "silence";

    /// <summary>The roster: keys that ought to speak; empty where only keys that have spoken are watched.</summary>
    public IReadOnlyList<ExpectedKey> Expected { get; init; } = [];

    /// <inheritdoc/>
    public override Certainty Certainty => Certainty.Observed;

    /// <inheritdoc/>
    public override EventNumber? Reads => null;

    /// <inheritdoc/>
    public override IReadOnlyList<SequenceStep> EventSteps => [];

    /// <inheritdoc/>
    public override IModel? Judge => null;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? CountedRules => null;

    /// <inheritdoc/>
    public override string? WhyNotTold(int signalDepth) => null;

    /// <inheritdoc/>
    public override string? NeverSilent => "absence measures the silence itself";

    /// <inheritdoc/>
    public override bool EndsByItself => true;

    /// <inheritdoc/>
    public override string WhyUnknown => "the measure is not known";

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) => "an event ends a silence; none that follows was long enough to be measured";

    /// <inheritdoc/>
    public override TimeSpan LooksBack(Rule rule) => rule.Schedule is { } schedule ? schedule.Spanning(Thresholds[^1]) : Thresholds[^1];

    internal override string? MemoryPart(Rule rule) => PartId.Of("absence", rule);

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => null;

    internal override void Attach(DetectorSite site) => site.Add(new AbsenceDetector(this, site));
}
