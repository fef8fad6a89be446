using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Detection.Types.Frequency;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Streams;

/// <summary>Made-up rules of every type that the evaluator knows.</summary>
internal static class RandomRules
{
    public static readonly string[] Types = ["threshold", "hopping", "sliding", "nested", "frequency", "absence"];

    /// <summary>A rule of one type.</summary>
    /// <param name="type">One of <see cref="Types"/>.</param>
    /// <param name="random">Decides the rest.</param>
    /// <param name="unit">The step that windows and dwell times are made from.</param>
    /// <param name="id">Its id.</param>
    public static Rule Make(string type, Random random, TimeSpan unit, string id = "r1")
    {
        var detection = DetectionOf(type, random, unit);
        var ladder = type == "absence" ? SilenceLadder((AbsenceDetection)detection, random) : Ladder(random, type == "frequency" ? 2 : 6);
        if (detection is MetricDetection) ladder = Covered(ladder, random);
        return new Rule
        {
            Id = id,
            Title = id,
            Hash = "h",
            File = "r.yaml",
            On = [new KindPattern("sensor.gas")],
            Where = random.Next(4) == 0 ? new EventCondition("value != 3", static e => e.Event.Number == 3 ? Outcome.False : Outcome.True) : null,
            By = random.Next(4) == 0 ? KeyBy.Site : KeyBy.Source,
            Detection = detection,
            Grades = ladder,
            For = Dwell(random, unit),
            ForReadings = random.Next(3) == 0 ? random.Next(2, 4) : 1,
            Clear = new ClearPolicy(ClearWhen(type, random), Dwell(random, unit)),
            KeepFiringFor = random.Next(4) == 0 ? Dwell(random, unit) : TimeSpan.Zero,
            NoData = (NoDataPolicy)random.Next(3),
            Mode = random.Next(6) == 0 ? RuleMode.Shadow : RuleMode.Active,
            Schedule = type == "absence" && random.Next(3) == 0 ? Hours : null,
            Message = MessageTemplate.Parse("{{ key }} is at {{ measure }}"),
        };
    }

    /// <summary>The grades, some of which ask that much of a window is known.</summary>
    public static GradeLadder Covered(GradeLadder ladder, Random random) => new(new[] { Grade.Blue, Grade.Yellow, Grade.Orange, Grade.Red }
        .Where(grade => ladder[grade] is not null)
        .ToDictionary(grade => grade, grade => ladder[grade]! with { Coverage = random.Next(5) switch { 0 => 1, 1 => 0.5, 2 => 0.7, _ => 0 } }));

    /// <summary>Stretches of a few minutes after the streams' earliest start.</summary>
    public static readonly Schedule Hours = new("10:00-24:00 with gaps",
        [.. Enumerable.Range(0, 40).Select(i => new HourRange(new TimeOnly(10, 0).AddMinutes(3 * i), new TimeOnly(10, 2).AddMinutes(3 * i)))], [], TimeZoneInfo.Utc,
        HolidayCalendar.Empty);

    private static Core.Rules.Detection DetectionOf(string type, Random random, TimeSpan unit) => type switch
    {
        "threshold" => new ThresholdDetection(EventNumber.Value),
        "hopping" => Metric(random, new WindowSpec(unit * random.Next(1, 10), unit * random.Next(1, 10))),
        "sliding" => Metric(random, new WindowSpec(unit * random.Next(1, 10), null)),
        "nested" => Nested(random, unit),
        "frequency" => new FrequencyDetection(unit * random.Next(1, 10)),
        _ => new AbsenceDetection([.. Enumerable.Range(1, 8).Where(_ => random.Next(3) == 0).DefaultIfEmpty(5).Select(n => unit * (n + (random.Next(2) * 0.5)))]),
    };

    private static MetricDetection Metric(Random random, WindowSpec window)
    {
        var kinds = Enum.GetValues<AggregateKind>();
        var calls = new AggregateCall[random.Next(4) == 0 ? 2 : 1];
        for (var i = 0; i < calls.Length; i++)
        {
            var kind = random.Next(4) == 0 ? AggregateKind.Mean : kinds[random.Next(kinds.Length)];
            calls[i] = new AggregateCall(kind, ParameterOf(kind, random));
        }

        return new MetricDetection
        {
            Text = string.Join(" + ", calls.Select(call => call.Kind)),
            Value = calls.Any(call => call.Kind == AggregateKind.Distinct) ? Told : EventNumber.Value,
            Window = window,
            Aggregates = calls,
            Combine = calls.Length == 2 ? static results => results[0] + (results[1] / 2) : null,
        };
    }

    /// <summary>Windows over windows; those inside measure whole numbers, as those outside may count different ones.</summary>
    private static MetricDetection Nested(Random random, TimeSpan unit)
    {
        AggregateKind[] kinds = [AggregateKind.Count, AggregateKind.Sum, AggregateKind.Min, AggregateKind.Max, AggregateKind.First, AggregateKind.Last, AggregateKind.Delta];
        var size = unit * random.Next(1, 6);
        return Metric(random, new WindowSpec(size + (unit * random.Next(0, 8)), unit * random.Next(1, 5))) with
        {
            Value = EventNumber.Value,
            Inner = new MetricDetection
            {
                Text = "inner",
                Value = EventNumber.Value,
                Window = new WindowSpec(size, unit * random.Next(1, 4)),
                Aggregates = [new AggregateCall(kinds[random.Next(kinds.Length)])],
                MinCount = random.Next(4) == 0 ? 2 : 0,
                LeastCoverage = random.Next(3) / 2.0,
            },
        };
    }

    private static double ParameterOf(AggregateKind kind, Random random) => kind switch
    {
        AggregateKind.Quantile => random.Next(5) / 4.0,
        AggregateKind.Rate or AggregateKind.Slope or AggregateKind.TimeIntegral => random.Next(3) * 10,
        _ => 0,
    };

    /// <summary>The value, hashed to be told apart.</summary>
    public static readonly EventNumber Told = new("value", static e => e.Event.Number, static e => DistinctSketch.Mix((ulong)(long)e.Event.Number));

    private static GradeLadder Ladder(Random random, double scale)
    {
        var falling = random.Next(5) == 0;
        var rungs = new Dictionary<Grade, MeasureCondition>();
        var threshold = falling ? scale : scale * random.Next(0, 2);
        foreach (var grade in new[] { Grade.Blue, Grade.Yellow, Grade.Orange, Grade.Red })
        {
            threshold += (falling ? -1 : 1) * scale * random.Next(1, 5) / 8;
            if (random.Next(3) > 0) rungs[grade] = Condition(falling ? Comparison.Less : random.Next(2) == 0 ? Comparison.Greater : Comparison.GreaterOrEqual, threshold);
        }

        if (rungs.Count == 0) rungs[(Grade)random.Next(1, 5)] = Condition(Comparison.GreaterOrEqual, scale);
        return new GradeLadder(rungs);
    }

    private static GradeLadder SilenceLadder(AbsenceDetection absence, Random random)
    {
        var rungs = new Dictionary<Grade, MeasureCondition>();
        var grade = random.Next(1, Math.Max(2, 5 - absence.Thresholds.Count));
        foreach (var threshold in absence.Thresholds.Take(4))
        {
            if (grade > 4) break;
            rungs[(Grade)grade++] = new MeasureCondition("silence", Comparison.GreaterOrEqual, threshold.TotalSeconds);
        }

        return new GradeLadder(rungs);
    }

    /// <summary>No measure of whole numbers comes close enough to such a threshold that rounding could decide.</summary>
    private static MeasureCondition Condition(Comparison comparison, double threshold) => new("?", comparison, Math.Round(threshold) + 0.031_337);

    private static MeasureCondition? ClearWhen(string type, Random random) => random.Next(3) switch
    {
        0 when type == "absence" => new MeasureCondition("seen", Comparison.Less, 0.5),
        0 => Condition(Comparison.Less, random.Next(0, 6)),
        1 when random.Next(4) == 0 => new MeasureCondition("few", null, double.NaN, static m => m.Count == 2 ? Outcome.Error : m.Count < 2 ? Outcome.True : Outcome.False),
        _ => null,
    };

    private static TimeSpan Dwell(Random random, TimeSpan unit) => random.Next(4) switch
    {
        0 => unit * random.Next(1, 8),
        1 => TimeSpan.FromMicroseconds(RandomStream.Micros(unit) * random.Next(1, 40) / 7),
        _ => TimeSpan.Zero,
    };
}
