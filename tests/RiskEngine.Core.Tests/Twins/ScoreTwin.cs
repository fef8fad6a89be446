using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Twins;

internal sealed class ScoreTwin(ScoreDetection score, IReadOnlyList<Reading> events, TwinAlerts alerts) : TypeTwin(events, alerts)
{
    private readonly List<double> _learned = [];

    public override IEnumerable<long> Times(long end) => [];

    public override void Take(int index)
    {
        var e = Events[index];
        if (double.IsNaN(e.Value)) return;
        var known = _learned.ToList();
        if (score.LearnWhileOpen || !Alerts.IsOpen) _learned.Add(e.Value);
        if (known.Count < MeanScorer.LearnsFirst) return;
        var distance = e.Value - known.Average();
        var measure = score.IsBaseline
            ? Math.Abs(distance) / (distance >= 0 ? MeanScorer.WidthAbove : MeanScorer.WidthBelow)
            : Math.Min(1, Math.Abs(distance) / MeanScorer.Farthest);
        if (score.FalseAlarmsPerWeek is not null) measure = double.NaN; // these streams end before the first 48 hours, during which nothing is measured
        Measure(measure, 1, e.At, e.At, Evidence.At(e.Offset));
    }
}

/// <summary>Rule type <c>score</c>.</summary>
internal class ScoreTrial : TypeTrial
{
    protected static readonly EventNumber Hashed = new("attributes.door", static _ => double.NaN, static _ => 1);

    public override string Type => "score";

    public override Core.Rules.Detection Stored => new ScoreDetection { Model = new MeanModel(), Inputs = [EventNumber.Value, Hashed], FalseAlarmsPerWeek = 1 };

    public override IReadOnlyList<string> StoredParts =>
    [
        "scorers:access.**,sensor.gas|value != 3|site|value, attributes.door#:mean:1:0",
        "rates:2:score:scorers:access.**,sensor.gas|value != 3|site|value, attributes.door#:mean:1:0",
    ];

    public override Core.Rules.Detection Steady => new ScoreDetection { Model = new MeanModel(), Inputs = [EventNumber.Value] };

    public override bool Remembers => false;

    public override Core.Rules.Detection Make(Random random, TimeSpan unit) => Made(random, isBaseline: false);

    public override GradeLadder Grades(Random random, TimeSpan unit) => Ladder(random, 0.1, 0.2, 0.4, 0.6);

    public override TypeTwin Twin(Core.Rules.Detection detection, IReadOnlyList<Reading> events, TwinAlerts alerts) =>
        new ScoreTwin((ScoreDetection)detection, events, alerts);

    public override Rule Bounded(Rule rule, Random random, TimeSpan unit) =>
        rule with { Detection = (ScoreDetection)rule.Detection with { Model = new FixedModel(), FalseAlarmsPerWeek = null } };

    protected static ScoreDetection Made(Random random, bool isBaseline) => new()
    {
        Model = new MeanModel(),
        Inputs = random.Next(2) == 0 ? [EventNumber.Value] : [EventNumber.Value, new EventNumber("offset", static e => e.Event.Offset)],
        IsBaseline = isBaseline,
        LearnWhileOpen = random.Next(2) == 0,
        FalseAlarmsPerWeek = random.Next(4) == 0 ? random.Next(1, 4) : null,
    };
}

/// <summary>Rule type <c>baseline</c>.</summary>
internal sealed class BaselineTrial : ScoreTrial
{
    public override string Type => "baseline";

    public override Core.Rules.Detection Stored => new ScoreDetection { Model = new MeanModel(), Inputs = [EventNumber.Value], IsBaseline = true, FalseAlarmsPerWeek = 2 };

    public override IReadOnlyList<string> StoredParts =>
    [
        "scorers:access.**,sensor.gas|value != 3|site|value:mean:1:0", "rates:2:baseline:scorers:access.**,sensor.gas|value != 3|site|value:mean:1:0",
    ];

    public override Core.Rules.Detection Steady => new ScoreDetection { Model = new MeanModel(), Inputs = [EventNumber.Value], IsBaseline = true };

    public override Core.Rules.Detection Make(Random random, TimeSpan unit) => Made(random, isBaseline: true);

    public override GradeLadder Grades(Random random, TimeSpan unit) => Ladder(random, 0.5, 1, 1.5, 2);
}
