using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Registers;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Metric;

/// <summary><c>metric</c>: aggregates of one number over a window.</summary>
public sealed record MetricDetection : DetectionType
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

    /// <summary>The window; one that hops where <see cref="Inner"/> says that it holds other windows.</summary>
    public required WindowSpec Window { get; init; }

    /// <summary>The windows whose measures it holds instead of numbers of events: all that lie within it, and end by then. Null for events.</summary>
    /// <remarks>Its window hops; it is no longer than this one, and holds none itself. Windows without events, and of an unknown measure, are not held.</remarks>
    public MetricDetection? Inner { get; init; }

    /// <summary>How much of a window must be known for it to be held by another one, from 0 to 1.</summary>
    public double LeastCoverage { get; init; }

    /// <summary>The stretch in which the windows that it holds end: it is measured a moment after them.</summary>
    internal WindowSpec Held => Inner is { Window: { Size: var size, Every: { } every } } ? Window with { Size = Window.Size - size + every } : Window;

    /// <summary>Length of a pane.</summary>
    internal TimeSpan Pane => PaneSize.For(Inner?.Window.Every is { } every ? [Held, new WindowSpec(every, null)] : [Window]);

    /// <summary>The aggregates that the measure reads, in order.</summary>
    public required IReadOnlyList<AggregateCall> Aggregates { get; init; }

    /// <summary>What is known of the registers that <c>increase</c> and <c>rate</c> read.</summary>
    public RegisterLimits Register { get; init; } = RegisterLimits.Guessed;

    /// <summary>The columns that its windows keep.</summary>
    internal PaneLayout Layout => new(Aggregates, Register);

    /// <summary>Whether silence is a measurement: a count of nothing is zero, a fact; an average of nothing is unknown.</summary>
    public bool CountsSilence => MinCount == 0 && Aggregates is [{ Kind: AggregateKind.Count }];

    /// <summary>Combines the aggregates' results (same order) to the measure; null where it is the first of them as it is. Allocates nothing.</summary>
    public Func<double[], double>? Combine { get; init; }

    /// <inheritdoc/>
    public override Certainty Certainty => Certainty.Likely;

    /// <inheritdoc/>
    public override EventNumber? Reads => Inner?.Value ?? Value;

    /// <inheritdoc/>
    public override IReadOnlyList<SequenceStep> EventSteps => [];

    /// <inheritdoc/>
    public override IModel? Judge => null;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? CountedRules => null;

    /// <inheritdoc/>
    public override string? WhyNotTold(int signalDepth) => null;

    /// <inheritdoc/>
    public override string? NeverSilent => CountsSilence ? "a count of nothing is 0, which is a measurement and no silence" : null;

    /// <inheritdoc/>
    public override bool EndsByItself => false;

    /// <inheritdoc/>
    public override string WhyUnknown => "the measure is not known";

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) =>
        MinCount > 1 ? $"the window holds fewer than {MinCount} events, or has not ended" : "no window with the event ended within the recording";

    /// <inheritdoc/>
    public override TimeSpan LooksBack(Rule rule)
    {
        if (Inner is { } inner) return (rule.AsksForCoverage ? 2 : 1) * (Window.Size + (Window.Every ?? Window.Size)) + inner.LooksBack(rule);
        if (Layout.HasTimeWeights || rule.AsksForCoverage) return (2 * Window.Size) + (Window.Every ?? Window.Size);
        return Window.Every is { } every ? Window.Size + every : CountsSilence ? Window.Size : 2 * Window.Size;
    }

    internal override string? MemoryPart(Rule rule) => Inner is { } inner ? OverPart(rule, inner) : Window.Every is null ? SlidingPart(rule) : PanesPart(rule);

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => Window.Every is null || Inner is not null ? null : Window.Size;

    /// <summary>Panes, shared by the rules that name them alike. How many are kept is not in the name: a longer ring holds all that a shorter one does.</summary>
    internal string PanesPart(Rule rule) =>
        $"panes:{string.Join(',', PartId.Kinds(rule))}|{rule.Where?.Text}|{rule.By}|{PartId.TextOf(Value)}{InUnit(rule)}:"
            + $"{PaneSize.For([Window]).Ticks}:{Layout}";

    internal override void Attach(DetectorSite site)
    {
        if (Inner is { } inner)
        {
            var outer = new PaneGroup(site.MemoryPart, site.Keys, site.Schedule, [new PaneReader(this, site.Alerts, site.Rule.AsksForCoverage)]);
            site.Plan.Hop(site.Schedule, outer);
            PaneRules.Join(site.Plan, site.Rule, inner, site.Keys, site.Schedule, outer);
            return;
        }

        if (Window.Every is null) site.Add(new SlidingDetector(this, site));
        else PaneRules.Join(site.Plan, site.Rule, this, site.Keys, site.Schedule, site.Alerts);
    }

    /// <summary>Rules that measure events of different units share no panes.</summary>
    private static string InUnit(Rule rule) => rule.EventUnit.Length > 0 ? $" in {rule.EventUnit}" : "";

    /// <summary>The measures of the windows inside.</summary>
    private string OverPart(Rule rule, MetricDetection inner) =>
        $"{PartId.Of("over", rule)}:{PartId.TextOf(inner.Value)}{InUnit(rule)} {inner.Text}:{inner.Window.Size.Ticks}:{inner.Window.Every?.Ticks}:{Pane.Ticks}:{Layout}";

    /// <summary>The samples of a sliding window.</summary>
    private string SlidingPart(Rule rule) =>
        $"{PartId.Of("sliding", rule)}:{PartId.TextOf(Value)}:{Window.Size.Ticks}:{Layout}";
}
