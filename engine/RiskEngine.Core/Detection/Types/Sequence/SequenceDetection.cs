using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Types.Sequence;

/// <summary><c>sequence</c>: events of one key in an order, within a time.</summary>
/// <remarks>
/// Other events may lie between the steps. Every event that fits the first step starts a partial match. Of the steps that are open next, up to and
/// including the first that is neither <c>not</c> nor optional, the first that an event fits takes it: a <c>not</c> step breaks the match, another one moves it
/// on. So a <c>not</c> step forbids its events between the steps around it (also before an optional step in front of it has come), and, as the last step,
/// until the time is over. The match is complete as soon as only optional steps are left, or, where a <c>not</c> step is among them, when the time is over.
/// A complete match ends all partial matches of the key, and the event that completes it starts none, so matches do not overlap (skip past last event); of
/// several that one event completes, the one that started first counts. Equal to the time limit is in time, and the time is over at it, after its events.
/// The measure is 1 at a finding and 0 again after <see cref="Hold"/>; a further finding meanwhile prolongs it.
/// </remarks>
public sealed record SequenceDetection : DetectionType
{
    /// <summary>What its rules store.</summary>
    public static StoredPart Stored { get; } = new("sequence:RULE:BY:EVENTS:STEPS:WITHIN",
        "Bool whether a finding lasts, and if so the time until which; Count of partial matches, each: time of the start, " +
        "Int first offset, Int last offset, Count next step, Count steps matched",
        SequenceDetector.InWords);

    /// <inheritdoc/>
    public override string Type => "sequence";

    /// <inheritdoc/>
    public override string Measure => string.Join(" -> ", Steps.Select(step => $"{(step.IsNegated ? "not " : "")}{step.Name}{(step.IsOptional ? "?" : "")}"));

    /// <summary>The steps in order; the first is neither negated nor optional.</summary>
    public required IReadOnlyList<SequenceStep> Steps { get; init; }

    /// <summary>Longest time from the first step to the last.</summary>
    public required TimeSpan Within { get; init; }

    /// <summary>Whether a partial match that ran out of time, and was not complete then, is the finding, instead of a complete one.</summary>
    public bool FiresOnTimeout { get; init; }

    /// <summary>How long the finding lasts.</summary>
    public required TimeSpan Hold { get; init; }

    /// <inheritdoc/>
    public override Certainty Certainty => Certainty.Observed;

    /// <inheritdoc/>
    public override EventNumber? Reads => null;

    /// <inheritdoc/>
    public override IReadOnlyList<SequenceStep> EventSteps => Steps;

    /// <inheritdoc/>
    public override IModel? Judge => null;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? CountedRules => null;

    /// <inheritdoc/>
    public override string? WhyNotTold(int signalDepth) => null;

    /// <inheritdoc/>
    public override string? NeverSilent => "the finding of sequence ends after its hold, whatever comes";

    /// <inheritdoc/>
    public override bool EndsByItself => true;

    /// <inheritdoc/>
    public override string WhyUnknown => "the measure is not known";

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) => "the event completed no sequence";

    /// <inheritdoc/>
    public override TimeSpan LooksBack(Rule rule) => Within + Hold;

    internal override string? MemoryPart(Rule rule) => $"{PartId.Of("sequence", rule)}:{PartId.HashOf(Steps.Select(TextOf))}:{Within.Ticks}";

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => null;

    internal override void Attach(DetectorSite site) => site.Add(new SequenceDetector(this, site));

    private static string TextOf(SequenceStep step) =>
        $"{step.Name} {string.Join(',', step.On.Select(pattern => pattern.Text))} {step.Where?.Text} {step.IsNegated} {step.IsOptional}";
}
