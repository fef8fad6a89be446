using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Detection.Types.Sequence;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Streams;

/// <summary>Made-up rules that ask models: in their conditions, in their measures, and about windows. Two or three at a time, so that some share scorers.</summary>
internal static class ScoringRules
{
    public static readonly string[] Types = ["score in where", "score in a measure", "score in steps", "score of windows"];

    public static List<Rule> Make(string type, Random random, TimeSpan unit) => [.. Enumerable.Range(1, random.Next(2, 4)).Select(i => One(type, random, unit, $"r{i}"))];

    /// <summary>A call as a compiled expression would ask for it.</summary>
    public static ScoreCall Call(bool isInWhere = false) => new("score(\"mean\", value)", new MeanModel(), [EventNumber.Value]) { IsInWhere = isInWhere };

    /// <summary>A condition that reads a score.</summary>
    public static EventCondition Above(double score, int call = 0) =>
        new($"score > {score}", e => double.IsNaN(e.ScoreAt(call)) ? Outcome.Error : e.ScoreAt(call) > score ? Outcome.True : Outcome.False);

    private static Rule One(string type, Random random, TimeSpan unit, string id) => type switch
    {
        "score in where" => RandomRules.Make(RandomRules.Types[random.Next(RandomRules.Types.Length)],
            random, unit, id) with
        { Where = Above(random.Next(3) * 0.2), Scores = [Call(isInWhere: true)] },
        "score in a measure" => InMeasure(random, unit, id),
        "score in steps" => InSteps(random, unit, id),
        _ => OfWindows(random, unit, id),
    };

    private static Rule InMeasure(Random random, TimeSpan unit, string id)
    {
        var rule = RandomRules.Make(random.Next(2) == 0 ? "threshold" : "hopping", random, unit, id);
        var number = new EventNumber("10.0 * score(\"mean\", value)", static e => 10 * e.ScoreAt(0));
        var detection = rule.Detection is MetricDetection metric
            ? metric with { Value = number, Aggregates = [new AggregateCall(AggregateKind.Max)], Combine = null }
            : (Core.Rules.Detection)new ThresholdDetection(number);
        return rule with { Detection = detection, Scores = [Call()] };
    }

    private static Rule InSteps(Random random, TimeSpan unit, string id)
    {
        KindPattern[] kinds = [new("sensor.*")];
        var steps = new SequenceStep[]
        {
            new("odd", kinds, Above(0.1 * random.Next(3)), false, false),
            new("even", kinds, new EventCondition("even", static e => (int)e.Event.Number % 2 == 0 ? Outcome.True : Outcome.False), false, false),
        };
        return RandomRules.Make("threshold", random, unit, id) with
        {
            Detection = new SequenceDetection { Steps = steps, Within = unit * random.Next(1, 12), Hold = unit * random.Next(0, 5) },
            Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Orange] = new("found", Comparison.GreaterOrEqual, 1) }),
            Scores = [Call() with { On = kinds }],
        };
    }

    private static Rule OfWindows(Random random, TimeSpan unit, string id)
    {
        AggregateKind[] kinds = [AggregateKind.Sum, AggregateKind.Count, AggregateKind.Mean];
        var kind = kinds[random.Next(kinds.Length)];
        var every = random.Next(1, 4);
        var window = new MetricDetection
        {
            Text = $"{kind} {every}", Value = EventNumber.Value, Window = new WindowSpec(unit * every * random.Next(1, 3), unit * every), Aggregates = [new AggregateCall(kind)],
        };
        return RandomRules.Make("threshold", random, unit, id) with
        {
            Detection = new ScoreDetection
            {
                Model = new MeanModel(), Inputs = [], Over = window with { Text = $"{kind} over {window.Window}" },
                IsBaseline = random.Next(2) == 0, LearnWhileOpen = random.Next(3) > 0,
            },
            Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition>
            {
                [Grade.Blue] = new("?", Comparison.GreaterOrEqual, 0.101),
                [Grade.Orange] = new("?", Comparison.GreaterOrEqual, 0.401)
            }),
        };
    }
}
