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

    /// <summary>The window.</summary>
    public required WindowSpec Window { get; init; }

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
    public override EventNumber? Reads => Value;

    /// <inheritdoc/>
    public override IReadOnlyList<SequenceStep> EventSteps => [];

    /// <inheritdoc/>
    public override IModel? Judge => null;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? CountedRules => null;

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
        if (Layout.HasTimeWeights || rule.AsksForCoverage) return (2 * Window.Size) + (Window.Every ?? Window.Size);
        return Window.Every is { } every ? Window.Size + every : CountsSilence ? Window.Size : 2 * Window.Size;
    }

    internal override string? MemoryPart(Rule rule) => Window.Every is null ? SlidingPart(rule) : PanesPart(rule);

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => Window.Every is null ? null : Window.Size;

    /// <summary>Panes, shared by the rules that name them alike. How many are kept is not in the name: a longer ring holds all that a shorter one does.</summary>
    internal string PanesPart(Rule rule) =>
        $"panes:{string.Join(',', PartId.Kinds(rule))}|{rule.Where?.Text}|{rule.By}|{PartId.TextOf(Value)}{InUnit(rule)}:"
            + $"{PaneSize.For([Window]).Ticks}:{Layout}";

    internal override void Attach(DetectorSite site)
    {
        if (Window.Every is null) site.Add(new SlidingDetector(this, site));
        else PaneRules.Join(site.Plan, site.Rule, this, site.Keys, site.Schedule, site.Alerts);
    }

    /// <summary>Rules that measure events of different units share no panes.</summary>
    private static string InUnit(Rule rule) => rule.EventUnit.Length > 0 ? $" in {rule.EventUnit}" : "";

    /// <summary>The samples of a sliding window.</summary>
    private string SlidingPart(Rule rule) =>
        $"{PartId.Of("sliding", rule)}:{PartId.TextOf(Value)}:{Window.Size.Ticks}:{Layout}";
}
