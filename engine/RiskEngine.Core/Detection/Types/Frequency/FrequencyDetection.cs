using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Frequency;

/// <summary><c>frequency</c>: how many matching events lie in the sliding window <c>(t - Window, t]</c> at every event t.</summary>
/// <param name="Window">Length of the window; above zero.</param>
public sealed record FrequencyDetection(TimeSpan Window) : DetectionType
{
    /// <inheritdoc/>
    public override string Type => "frequency";

    /// <inheritdoc/>
    public override string Measure => "count";

    /// <summary>The same as a metric: how many events.</summary>
    public MetricDetection AsCount => new()
    {
        Text = Measure,
        Value = EveryEvent,
        Window = new WindowSpec(Window, null),
        Aggregates = [new AggregateCall(AggregateKind.Count)],
    };

    private static readonly EventNumber EveryEvent = new("1", static _ => 1);

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
    public override string? NeverSilent => "a count of nothing is 0, which is a measurement and no silence";

    /// <inheritdoc/>
    public override bool EndsByItself => false;

    /// <inheritdoc/>
    public override string WhyUnknown => "the measure is not known";

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) => "nothing was measured";

    /// <inheritdoc/>
    public override TimeSpan LooksBack(Rule rule) => AsCount.LooksBack(rule);

    internal override string? MemoryPart(Rule rule) => AsCount.MemoryPart(rule);

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => null;

    internal override void Attach(DetectorSite site) => site.Add(new SlidingDetector(AsCount, site));
}
