using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Flatline;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.NewValue;
using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Detection.Types.Sequence;
using RiskEngine.Core.Detection.Types.Spike;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Streams;

/// <summary>Made-up rules of the types that are more than one window; what is common to all types is made by <see cref="RandomRules"/>.</summary>
internal static class NewerRules
{
    public static readonly string[] Types =
        ["change", "cardinality", "percentage", "spike", "flatline", "new_value", "score", "baseline", "sequence", "correlation"];

    /// <summary>The share of what <c>percentage</c> asks for.</summary>
    public static readonly EventNumber IsHigh =
        new("(value > 6) as 1 or 0", static e => double.IsNaN(e.Event.Number) ? double.NaN : e.Event.Number > 6 ? 1 : 0);

    /// <summary>Rules of one type; for a correlation, those that it counts come first.</summary>
    public static List<Rule> Make(string type, Random random, TimeSpan unit) => type == "correlation"
        ? Correlation(random, unit)
        : [.. Enumerable.Range(1, random.Next(1, 3)).Select(i => One(type, random, unit, $"r{i}"))];

    private static Rule One(string type, Random random, TimeSpan unit, string id)
    {
        var (detection, ladder) = type switch
        {
            "change" => (Change(random, unit), Ladder(random, -3, 0, 2, 5, 9)),
            "cardinality" => (Metric(type, AggregateKind.Distinct, random, unit) with { Value = RandomRules.Told }, Ladder(random, 0, 1, 2, 3, 5)),
            "percentage" => (Percentage(random, unit), Ladder(random, 10, 30, 50, 80)),
            "spike" => (Spike(random, unit), Ladder(random, 0.4, 1, 1.5, 2, 3)),
            "flatline" => (new FlatlineDetection(EventNumber.Value, random.Next(3), random.Next(2, 5)),
                Ladder(random, [.. new[] { 0, 1, 2, 4, 8 }.Select(n => n * unit.TotalSeconds)])),
            "new_value" => (NewValue(random, unit), Finding(random)),
            "score" => (Score(random, isBaseline: false), Ladder(random, 0.1, 0.2, 0.4, 0.6)),
            "baseline" => (Score(random, isBaseline: true), Ladder(random, 0.5, 1, 1.5, 2)),
            _ => ((Core.Rules.Detection, GradeLadder))(Sequence(random, unit), Finding(random)),
        };
        var rule = RandomRules.Make("threshold", random, unit, id) with { Detection = detection, Grades = ladder };
        return type == "percentage" ? rule with { Where = null } : rule;
    }

    private static MetricDetection Metric(string type, AggregateKind kind, Random random, TimeSpan unit) => new()
    {
        TypeName = type,
        Text = type,
        Value = EventNumber.Value,
        Window = new WindowSpec(unit * random.Next(1, 10), random.Next(2) == 0 ? null : unit * random.Next(1, 10)),
        Aggregates = [new AggregateCall(kind)],
        MinCount = random.Next(3) == 0 ? random.Next(2, 5) : 0,
    };

    private static MetricDetection Change(Random random, TimeSpan unit)
    {
        AggregateKind[] kinds = [AggregateKind.Delta, AggregateKind.Rate, AggregateKind.Increase];
        return Metric("change", kinds[random.Next(3)], random, unit);
    }

    private static MetricDetection Percentage(Random random, TimeSpan unit) => Metric("percentage", AggregateKind.Sum, random, unit) with
    {
        Value = IsHigh,
        Aggregates = [new AggregateCall(AggregateKind.Sum), new AggregateCall(AggregateKind.Count)],
        Combine = static results => 100 * results[0] / results[1],
    };

    private static SpikeDetection Spike(Random random, TimeSpan unit)
    {
        AggregateKind[] kinds = [AggregateKind.Count, AggregateKind.Count, AggregateKind.Sum, AggregateKind.Mean, AggregateKind.Increase, AggregateKind.Max];
        return new SpikeDetection
        {
            Text = "spike",
            Value = EventNumber.Value,
            Aggregate = new AggregateCall(kinds[random.Next(kinds.Length)]),
            Window = unit * random.Next(1, 5),
            Reference = unit * random.Next(1, 12),
            Every = unit * random.Next(1, 4),
            Direction = (SpikeDirection)random.Next(3),
            MinCurrent = random.Next(4),
            MinReference = random.Next(1, 4),
        };
    }

    private static NewValueDetection NewValue(Random random, TimeSpan unit) => new()
    {
        Value = EventNumber.Value,
        Learn = unit * random.Next(0, 20),
        Remember = unit * random.Next(1, 60),
        Hold = unit * (random.Next(0, 10) * 0.5),
        MaxValues = random.Next(3) == 0 ? random.Next(1, 5) : 1000,
    };

    private static ScoreDetection Score(Random random, bool isBaseline) => new()
    {
        Model = new MeanModel(),
        Inputs = random.Next(2) == 0 ? [EventNumber.Value] : [EventNumber.Value, new EventNumber("offset", static e => e.Event.Offset)],
        IsBaseline = isBaseline,
        LearnWhileOpen = random.Next(2) == 0,
        FalseAlarmsPerWeek = random.Next(4) == 0 ? random.Next(1, 4) : null,
    };

    private static SequenceDetection Sequence(Random random, TimeSpan unit)
    {
        var steps = new List<SequenceStep> { Step(0, random, false, false) };
        for (var i = random.Next(0, 4); i > 0; i--)
        {
            var isNegated = random.Next(3) == 0;
            steps.Add(Step(steps.Count, random, isNegated, !isNegated && random.Next(4) == 0));
        }

        return new SequenceDetection
        {
            Steps = steps,
            Within = unit * random.Next(1, 12),
            FiresOnTimeout = random.Next(3) == 0,
            Hold = unit * (random.Next(0, 10) * 0.5),
        };
    }

    private static SequenceStep Step(int number, Random random, bool isNegated, bool isOptional)
    {
        var modulus = random.Next(2, 5);
        var rest = random.Next(modulus);
        return new SequenceStep(
            $"step{number}",
            [new KindPattern("sensor.gas")],
            new EventCondition($"value % {modulus} == {rest}", e => (int)e.Event.Number % modulus == rest ? Outcome.True : Outcome.False),
            isNegated,
            isOptional);
    }

    private static List<Rule> Correlation(Random random, TimeSpan unit)
    {
        string[] types = ["threshold", "frequency", "absence", "hopping"];
        var counted = Enumerable.Range(1, random.Next(1, 4)).Select(i => RandomRules.Make(types[random.Next(types.Length)], random, unit, $"r{i}")).ToList();
        var by = random.Next(3) switch { 0 => KeyBy.Source, 1 => KeyBy.Site, _ => new KeyBy(KeyKind.Area, "community", 2) };
        var correlation = RandomRules.Make("threshold", random, unit, $"r{random.Next(2) * 9}") with
        {
            By = by,
            Where = null,
            Detection = new CorrelationDetection
            {
                RuleIds = [.. counted.Select(rule => rule.Id).OrderBy(_ => random.Next())],
                Kind = (CorrelationKind)random.Next(4),
                Within = unit * random.Next(1, 20),
            },
            Grades = Ladder(random, 0, 1, 2, 3),
        };
        return [.. counted, correlation];
    }

    /// <summary>Measures of whole numbers never come close enough to a threshold that rounding could decide.</summary>
    private static GradeLadder Ladder(Random random, params double[] thresholds)
    {
        var rungs = new Dictionary<Grade, MeasureCondition>();
        var grade = Grade.Blue;
        foreach (var threshold in thresholds)
        {
            if (random.Next(2) == 0 || grade > Grade.Red) continue;
            rungs[grade++] = new MeasureCondition("?", Comparison.GreaterOrEqual, threshold + 0.003_133_7);
        }

        if (rungs.Count == 0) rungs[Grade.Yellow] = new MeasureCondition("?", Comparison.GreaterOrEqual, thresholds[1] + 0.003_133_7);
        return new GradeLadder(rungs);
    }

    private static GradeLadder Finding(Random random) =>
        new(new Dictionary<Grade, MeasureCondition> { [(Grade)random.Next(1, 5)] = new("found", Comparison.GreaterOrEqual, 1) });
}
