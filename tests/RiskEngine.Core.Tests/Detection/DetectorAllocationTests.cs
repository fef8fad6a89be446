using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Tests.Twins;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>Once all keys are known and no alert opens, an event costs no memory.</summary>
public sealed class DetectorAllocationTests
{
    private const int Keys = 50;
    private const int Round = 20_000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly EventNumber Absent = new("attributes.level", static _ => double.NaN) { References = ["attributes.level"] };

    public static TheoryData<string> Types =>
    [
        "change", "hopping change", "windows over windows", "known average", "known sliding average",
        "slope", "average over time", "sliding average over time", "number that is absent", "cardinality", "percentage", "absence with a roster",
        .. TypeTrial.All.Where(trial => trial.Steady is not null).Select(trial => trial.Type),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void Event_costs_no_memory_in_steady_state(string type)
    {
        var rig = new EvaluatorRig(RuleOf(type));
        Event[] events = [.. Enumerable.Range(0, Round).Select(i => rig.ToEvent(new Reading(0, $"s{i % Keys}", "huaxi/c12/g07/b3", (i % 7) + (i % 3), i)))];
        var now = RandomStream.Start;
        for (var round = 0; round < 3; round++) Observe(rig, events, ref now);
        var bytes = SteadyState.LeastBytes(() => Observe(rig, events, ref now), Round / 100);
        Assert.True(bytes < Round / 100, $"{type}: {bytes} bytes for {Round} events");
    }

    [Fact]
    public void Limits_of_a_table_cost_no_memory_in_steady_state()
    {
        var steady = YellowRule.Of(DetectionOf(TypeTrial.All.First(trial => trial.Steady is not null).Type), double.MaxValue);
        var condition = new MeasureCondition(">= limits.warn", null, double.NaN) { Bind = static limits => new MeasureCondition("", Comparison.GreaterOrEqual, limits[0]) };
        var rows = Enumerable.Range(0, Keys / 2).ToDictionary(i => $"s{i}", _ => new[] { double.MaxValue });
        var rule = steady with
        {
            Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Yellow] = condition }),
            Limits = new KeyedLimits("limits.csv", "", rows, null),
        };
        var rig = new EvaluatorRig(rule);
        Event[] events = [.. Enumerable.Range(0, Round).Select(i => rig.ToEvent(new Reading(0, $"s{i % Keys}", "huaxi/c12/g07/b3", (i % 7) + (i % 3), i)))];
        var now = RandomStream.Start;
        for (var round = 0; round < 3; round++) Observe(rig, events, ref now);
        var bytes = SteadyState.LeastBytes(() => Observe(rig, events, ref now), Round / 100);
        Assert.True(bytes < Round / 100, $"{bytes} bytes for {Round} events");
    }

    /// <summary>Attributes that messages show, and the states of keys whose alerts came and went, cost nothing while they stay as they are.</summary>
    [Fact]
    public void Attributes_that_messages_show_cost_no_memory_in_steady_state()
    {
        var steady = YellowRule.Of(DetectionOf(TypeTrial.All.First(trial => trial.Steady is not null).Type), double.MaxValue);
        var rig = new EvaluatorRig(steady with { ShownAttributes = [string.Intern("room"), string.Intern("floor")], Flapping = FlapPolicy.Default, Reopen = Minute });
        var (batch, one) = (new EventBatch(), new EventBatch());
        for (var i = 0; i < Round; i++)
        {
            batch.AddAttribute(new EventAttribute(string.Intern("room"), EventValueKind.Text, 0, $"room {i % Keys}"));
            batch.Add(rig.ToEvent(new Reading(0, $"s{i % Keys}", "huaxi/c12/g07/b3", (i % 7) + (i % 3), i)) with { FirstAttribute = i, AttributeCount = 1 });
        }

        var now = RandomStream.Start;
        for (var round = 0; round < 3; round++) Observe(rig, batch, one, ref now);
        var bytes = SteadyState.LeastBytes(() => Observe(rig, batch, one, ref now), Round / 100);
        Assert.True(bytes < Round / 100, $"{bytes} bytes for {Round} events");
    }

    private static void Observe(EvaluatorRig rig, EventBatch batch, EventBatch one, ref EventTime now)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            now += TimeSpan.FromMilliseconds(100);
            one.Clear();
            one.AddAttribute(batch.Attributes[i]);
            one.Add(batch[i] with { Time = now, FirstAttribute = 0 });
            rig.Evaluator.Observe(one, 0);
        }
    }

    private static void Observe(EvaluatorRig rig, Event[] events, ref EventTime now)
    {
        foreach (var e in events)
        {
            now += TimeSpan.FromMilliseconds(100);
            rig.Observe(e with { Time = now });
        }
    }

    private static Rule RuleOf(string type)
    {
        var rule = YellowRule.Of(DetectionOf(type), double.MaxValue);
        var yellow = rule.Grades[Grade.Yellow]!;
        return type.StartsWith("known", StringComparison.Ordinal)
            ? rule with { Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Yellow] = yellow with { Coverage = 0.5 } }) }
            : rule;
    }

    private static Core.Rules.Detection DetectionOf(string type) => type switch
    {
        "known average" => Metric(AggregateKind.Mean, Minute),
        "known sliding average" => Metric(AggregateKind.Mean, null),
        "change" => Metric(AggregateKind.Increase, null),
        "hopping change" => Metric(AggregateKind.Rate, Minute),
        "windows over windows" => Metric(AggregateKind.Min, Minute) with { Window = new WindowSpec(5 * Minute, Minute), Inner = Metric(AggregateKind.Rate, Minute) },
        "slope" => Metric(AggregateKind.Slope, Minute),
        "average over time" => Metric(AggregateKind.TimeMean, Minute),
        "sliding average over time" => Metric(AggregateKind.TimeMean, null),
        "cardinality" => Metric(AggregateKind.Distinct, null) with { Value = RandomRules.Told },
        "percentage" => Metric(AggregateKind.Sum, null) with { Value = NewerRules.IsHigh, MinCount = 3 },
        "number that is absent" => Metric(AggregateKind.Sum, Minute) with { Value = Absent },
        "absence with a roster" => new AbsenceDetection([Minute]) { Expected = [new ExpectedKey("s0", "huaxi/c12/g07/b3")] },
        _ => TypeTrial.All.Single(trial => trial.Type == type).Steady!,
    };

    private static MetricDetection Metric(AggregateKind kind, TimeSpan? every) => new()
    {
        Text = "metric", Value = EventNumber.Value, Window = new WindowSpec(Minute, every), Aggregates = [new AggregateCall(kind)],
    };
}
