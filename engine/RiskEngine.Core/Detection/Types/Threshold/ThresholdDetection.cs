using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Core.Detection.Types.Threshold;

/// <summary><c>threshold</c>: every event's own number is measured, at the time of the event.</summary>
public sealed record ThresholdDetection(EventNumber Value) : DetectionType
{
    /// <inheritdoc/>
    public override string Type => "threshold";

    /// <inheritdoc/>
    public override string Measure => Value.Text;

    /// <inheritdoc/>
    public override Certainty Certainty => Certainty.Observed;

    /// <inheritdoc/>
    public override EventNumber? Reads => Value;

    /// <inheritdoc/>
    public override IReadOnlyList<SequenceStep> EventSteps => [];

    /// <inheritdoc/>
    public override IModel? Judge => null;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? CountedRules => null;

    /// <inheritdoc/>
    public override string? WhyNotTold(int signalDepth) => null;

    /// <inheritdoc/>
    public override string? NeverSilent => "threshold looks at single events, so for it a source is never silent";

    /// <inheritdoc/>
    public override bool EndsByItself => false;

    /// <inheritdoc/>
    public override string WhyUnknown => "the measure is not known";

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) => "nothing was measured";

    /// <inheritdoc/>
    public override TimeSpan LooksBack(Rule rule) => TimeSpan.Zero;

    internal override string? MemoryPart(Rule rule) => null;

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => null;

    internal override void Attach(DetectorSite site) => site.Add(new ThresholdDetector(this, site.Alerts));
}
