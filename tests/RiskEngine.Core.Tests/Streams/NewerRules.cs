using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Twins;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Streams;

/// <summary>Made-up rules of the types that are more than one window; what is common to all types is made by <see cref="RandomRules"/>.</summary>
internal static class NewerRules
{
    public static readonly string[] Types =
        ["change", "cardinality", "percentage", .. TypeTrial.All.Select(trial => trial.Type), "correlation"];

    /// <summary>The share of what <c>percentage</c> asks for.</summary>
    public static readonly EventNumber IsHigh =
        new("(value > 6) as 1 or 0", static e => double.IsNaN(e.Event.Number) ? double.NaN : e.Event.Number > 6 ? 1 : 0);

    /// <summary>Rules of one type; for a correlation, those that it counts come first.</summary>
    public static List<Rule> Make(string type, Random random, TimeSpan unit) => type == "correlation"
        ? Correlation(random, unit)
        : [.. Enumerable.Range(1, random.Next(1, 3)).Select(i => One(type, random, unit, $"r{i}"))];

    private static Rule One(string type, Random random, TimeSpan unit, string id)
    {
        var trial = TypeTrial.All.FirstOrDefault(trial => trial.Type == type);
        var detection = type switch
        {
            "change" => Change(random, unit),
            "cardinality" => Metric(type, AggregateKind.Distinct, random, unit) with { Value = RandomRules.Told },
            "percentage" => Percentage(random, unit),
            _ => trial?.Make(random, unit) ?? throw new NotSupportedException(type),
        };
        var ladder = type switch
        {
            "change" => Ladder(random, -3, 0, 2, 5, 9),
            "cardinality" => Ladder(random, 0, 1, 2, 3, 5),
            "percentage" => Ladder(random, 10, 30, 50, 80),
            _ => trial?.Grades(random, unit) ?? throw new NotSupportedException(type),
        };
        var rule = RandomRules.Make("threshold", random, unit, id) with { Detection = detection, Grades = ladder };
        if (detection is MetricDetection) rule = rule with { Grades = RandomRules.Covered(ladder, random) };
        if (trial is not null) return trial.Placed(rule);
        return type == "percentage" ? rule with { Where = null } : rule;
    }

    /// <summary>A short stream in order that tries rules of a type.</summary>
    public static List<Reading> Stream(string type, Random random, TimeSpan unit, int events) =>
        TypeTrial.All.FirstOrDefault(trial => trial.Type == type)?.Stream(random, unit, events) ?? RandomStream.InOrder(random, unit, events);

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
        return Metric("change", kinds[random.Next(3)], random, unit) with { Register = RegisterStream.Limits(random) };
    }

    private static MetricDetection Percentage(Random random, TimeSpan unit) => Metric("percentage", AggregateKind.Sum, random, unit) with
    {
        Value = IsHigh,
        Aggregates = [new AggregateCall(AggregateKind.Sum), new AggregateCall(AggregateKind.Count)],
        Combine = static results => 100 * results[0] / results[1],
    };

    private static List<Rule> Correlation(Random random, TimeSpan unit)
    {
        string[] types = ["threshold", "frequency", "absence", "hopping"];
        var counted = Enumerable.Range(1, random.Next(1, 4)).Select(i => RandomRules.Make(types[random.Next(types.Length)], random, unit, $"r{i}")).ToList();
        var by = random.Next(3) switch { 0 => KeyBy.Source, 1 => KeyBy.Site, _ => new KeyBy(KeyKind.Area, "community", 2) };
        var isOpen = random.Next(3);
        var correlation = RandomRules.Make("threshold", random, unit, $"r{random.Next(2) * 9}") with
        {
            By = by,
            Where = null,
            Detection = new CorrelationDetection
            {
                RuleIds = [.. counted.Select(rule => rule.Id).OrderBy(_ => random.Next())],
                Kind = (CorrelationKind)random.Next(4),
                Within = isOpen != 1 ? unit * random.Next(1, 20) : null,
                While = isOpen == 0 ? Grade.None : (Grade)random.Next(1, 4),
            },
            Grades = Ladder(random, 0, 1, 2, 3),
        };
        return [.. counted, correlation];
    }

    /// <summary>Grades at some of the thresholds; measures of whole numbers never come close enough to one that rounding could decide.</summary>
    public static GradeLadder Ladder(Random random, params double[] thresholds)
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

    /// <summary>The one grade of a finding.</summary>
    public static GradeLadder Finding(Random random) =>
        new(new Dictionary<Grade, MeasureCondition> { [(Grade)random.Next(1, 5)] = new("found", Comparison.GreaterOrEqual, 1) });

    /// <summary>Grades from blue on at rising thresholds.</summary>
    public static GradeLadder Rising(params double[] thresholds) => new(thresholds.Select((threshold, i) => (Grade: (Grade)(i + 1), threshold))
        .ToDictionary(rung => rung.Grade, rung => new MeasureCondition("?", Comparison.GreaterOrEqual, rung.threshold)));
}
