using System.Globalization;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Core.Detection.Types.Scores;

/// <summary><c>score</c> and <c>baseline</c>: a model learns each key's series on line; its judgement is the measure.</summary>
/// <remarks>Nothing is measured while the model has not learned enough. For <c>score</c> the measure is the calibrated score in [0, 1]; for <c>baseline</c>
/// the distance of the first input from the expected value, in units of the normal band's half on that side: 1 at the edge of the band, 2 twice as far out.
/// An event that lacks all inputs is passed over; a band without width says nothing.</remarks>
public sealed record ScoreDetection : DetectionType
{
    /// <inheritdoc/>
    public override string Type => IsBaseline ? "baseline" : "score";

    /// <inheritdoc/>
    public override string Measure => string.Create(CultureInfo.InvariantCulture,
        $"{Asked}{(FalseAlarmsPerWeek is { } most ? $" at {most} false alarms a week" : "")}");

    /// <summary>The model and what it judges, e.g. <c>auto(value)</c>.</summary>
    public string Asked => $"{Model.Name}({(Over is { } window ? window.Text : string.Join(", ", Inputs.Select(input => input.Text)))})";

    /// <summary>The model.</summary>
    public required IModel Model { get; init; }

    /// <summary>One number per channel, of every event; empty where windows are judged.</summary>
    public required IReadOnlyList<EventNumber> Inputs { get; init; }

    /// <summary>The window whose aggregate is judged, at the end of each; null where every event is.</summary>
    /// <remarks>Its window hops. The text says the window too. A silent window is no observation, unless it only counts.</remarks>
    public MetricDetection? Over { get; init; }

    /// <summary>How many channels the model sees.</summary>
    public int Channels => Over is null ? Inputs.Count : 1;

    /// <summary>Whether the measure is the distance from the expected value.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>How many false alarms a week each key may cost; null where the measure is the model's own.</summary>
    /// <remarks>The measure then is this number divided by how often in a week the key's series reaches such a score: 1 where an alarm is as rare as
    /// allowed, 10 where it is ten times rarer. Every key learns that from its own scores; nothing is measured during its first 48 hours.</remarks>
    public double? FalseAlarmsPerWeek { get; init; }

    /// <summary>Whether the model goes on learning while an alert of the key is open, pending or firing.</summary>
    public bool LearnWhileOpen { get; init; } = true;

    /// <inheritdoc/>
    public override Certainty Certainty => Certainty.Possible;

    /// <inheritdoc/>
    public override EventNumber? Reads => null;

    /// <inheritdoc/>
    public override IReadOnlyList<SequenceStep> EventSteps => [];

    /// <inheritdoc/>
    public override IModel? Judge => Model;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? CountedRules => null;

    /// <inheritdoc/>
    public override string? WhyNotTold(int signalDepth) => null;

    /// <inheritdoc/>
    public override string? NeverSilent => Over is null ? $"{Type} judges single events, so for it a source is never silent" : null;

    /// <inheritdoc/>
    public override bool EndsByItself => false;

    /// <inheritdoc/>
    public override string WhyUnknown => FalseAlarmsPerWeek is null ? "the measure is not known" : "how rare this is for the key is not known yet: it takes 48 hours of its own";

    /// <inheritdoc/>
    public override TimeSpan LooksBack(Rule rule) => Over?.LooksBack(rule) ?? TimeSpan.Zero;

    internal override string? MemoryPart(Rule rule) => Over is { } window ? window.PanesPart(rule) : ScorersPart(rule);

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => FalseAlarmsPerWeek is null ? [ScorersPart(rule)] : [ScorersPart(rule), RatesPart(rule)];

    internal override TimeSpan? SharedSpan => Over?.SharedSpan;

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings)
    {
        if (Over is not null && findings.Count == 0) return "no window with the event ended within the recording";
        return findings.Count > 0 && !findings[0].Score.Warming ? "the model judged, and no band is known" : "the model has not learned enough to judge";
    }

    /// <summary>What a start file calls the series of a rule.</summary>
    internal string SubjectOf(Rule rule) =>
        $"{string.Join(',', PartId.Kinds(rule))}|{rule.Where?.Text}|{rule.By}|{Asked}{(LearnWhileOpen ? "" : $"|{rule.Id}")}";

    /// <summary>The scorers of a rule; one that stops learning while its alert is open shares them with no other.</summary>
    internal string ScorersPart(Rule rule) =>
        PartId.OfScorers(rule, rule.Where?.Text, PartId.Kinds(rule), Over is { } window ? $"{PartId.TextOf(window.Value)} {window.Text}" : PartId.TextOf(Inputs), Model)
        + (LearnWhileOpen ? "" : $":{rule.Id}");

    /// <summary>How often such findings come, for the rules over the same scorers.</summary>
    internal string RatesPart(Rule rule) => $"rates:2:{Type}:{ScorersPart(rule)}";

    internal override void Attach(DetectorSite site)
    {
        site.Judges.Add(ScoredRules.ScorersOf(site.Rule, this, site.Keys, site.Plan.Scorers));
        site.Share(ScorersPart(site.Rule), () => new ScoredRules(site.Keys, site.Schedule)).Add(site.Rule, this, site.Alerts);
    }
}
