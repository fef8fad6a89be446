using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Tests.Twins;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>What becomes of a rule's state when rules are loaded anew.</summary>
public sealed class ChangedRulesTests
{
    private const int Streams = 300;

    public static TheoryData<string> Types => [.. RandomRules.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void Rules_that_come_and_go_change_nothing_for_their_neighbours(string type)
    {
        for (var seed = 0; seed < Streams; seed++)
        {
            var random = new Random(seed);
            var unit = TimeSpan.FromMilliseconds(random.Next(2) == 0 ? 100 : 1000);
            var kept = RandomRules.Make(type, random, unit, "kept") with { Where = null };

            // Without conditions, because a key is placed where any rule saw it last.
            var neighbours = Enumerable.Range(0, 6)
                .Select(i => RandomRules.Make(RandomRules.Types[random.Next(RandomRules.Types.Length)], random, unit, $"other{i}") with { Where = null }).ToList();
            var stream = RandomStream.InOrder(random, unit, random.Next(10, 60));
            var expected = Run(new EvaluatorRig(kept), stream, rig => rig);
            var actual = Run(new EvaluatorRig(kept), stream, rig => random.Next(3) == 0 ? rig.ChangedTo([kept, .. neighbours.Where(_ => random.Next(2) == 0)]) : rig);
            if (expected != actual) Assert.Fail($"{type} stream {seed}:\nalone\n{expected}\nwith neighbours\n{actual}");
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Names_of_parts_are_what_an_evaluator_saves(string type)
    {
        for (var seed = 0; seed < Streams; seed++)
        {
            var random = new Random(seed);
            var rule = RandomRules.Make(type, random, TimeSpan.FromSeconds(1));
            var saved = new EvaluatorRig(rule).Evaluator.States.Select(part => part.StateId).ToHashSet();
            var inside = rule.Detection is MetricDetection { Inner: { } inner } ? inner.PanesPart(rule) : null;
            var named = new[] { PartId.OfAlerts(rule), rule.Detection.MemoryPart(rule), inside }.OfType<string>().ToHashSet();
            Assert.Equal(named, saved.Where(id => id.Contains(rule.Id, StringComparison.Ordinal) || id.StartsWith("panes:", StringComparison.Ordinal)).ToHashSet());
        }
    }

    [Fact]
    public void Fate_of_a_rule_is_told_by_what_changed()
    {
        Assert.Equal(StateFate.Kept, FateOf(Average, Average with { Grades = YellowFrom(99), For = TimeSpan.FromMinutes(1) }));
        Assert.Equal(StateFate.Kept, FateOf(Average, Over(Average, 30)));
        Assert.Equal(StateFate.Filling, FateOf(Average, Over(Average, 120)));
        Assert.Equal(StateFate.Kept, FateOf([Average, Over(Average, 300) with { Id = "long" }], [Over(Average, 120)]));
        Assert.Equal(StateFate.Reset, FateOf(Average, Over(Average, 70, every: 7)));
        Assert.Equal(StateFate.Reset, FateOf(Average, Average with { By = KeyBy.Site }));
        Assert.Equal(StateFate.Reset, FateOf(Average, Average with { On = [new KindPattern("sensor.smoke")] }));
        Assert.Equal(StateFate.Reset, FateOf(Average, Average with { Where = new EventCondition("value > 1", static _ => Outcome.True) }));
        Assert.Equal(StateFate.Kept, FateOf(Average, Average with { Detection = new ThresholdDetection(EventNumber.Value) }));
    }

    [Fact]
    public void Window_that_grew_holds_what_the_shorter_one_held()
    {
        var rig = new EvaluatorRig(Average);
        for (var second = 0; second < 60; second++) rig.Observe(At(second, 10));
        rig = rig.ChangedTo([Over(Average, 120)]);
        for (var second = 60; second <= 120; second++) rig.Observe(At(second, 0));
        rig.Drain();

        // The average of all that was seen: 10 at the change, 600 / 110 fifty seconds later, which is below 6.
        Assert.Equal((AlertState.Resolved, 5.455), (rig.Transitions[^1].State, Math.Round(rig.Transitions[^1].Measurement.Measure, 3)));
    }

    [Fact]
    public void Longer_silence_asked_for_moves_the_timers_that_are_set()
    {
        var rule = RandomRules.Make("absence", new Random(1), TimeSpan.FromSeconds(1)) with
        {
            By = KeyBy.Source,
            Where = null,
            For = TimeSpan.Zero,
            ForReadings = 1,
            Schedule = null,
            Mode = RuleMode.Active,
        };
        var rig = new EvaluatorRig(Silent(rule, 100));
        rig.Observe(At(0, 1));
        rig = rig.ChangedTo([Silent(rule, 10)]);
        rig.AdvanceTo(At(11, 1).At);
        rig.Drain();
        Assert.Equal(At(10, 1).At, Assert.Single(rig.Transitions).At.Micros);
    }

    private static Rule Average { get; } = new()
    {
        Id = "average",
        Title = "average",
        Hash = "h",
        File = "r.yaml",
        On = [new KindPattern("sensor.gas")],
        By = KeyBy.Source,
        Detection = MetricOver(60, 10),
        Grades = YellowFrom(6),
        Message = MessageTemplate.Parse("m"),
    };

    private static Rule Over(Rule rule, int seconds, int every = 10) => rule with { Detection = MetricOver(seconds, every) };

    private static Rule Silent(Rule rule, int seconds) => rule with
    {
        Detection = new AbsenceDetection([TimeSpan.FromSeconds(seconds)]),
        Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Yellow] = new("silence", Comparison.GreaterOrEqual, seconds) }),
    };

    private static MetricDetection MetricOver(int seconds, int every) => new()
    {
        Text = "avg(value)",
        Value = EventNumber.Value,
        Window = new WindowSpec(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(every)),
        Aggregates = [new AggregateCall(AggregateKind.Mean)],
    };

    private static GradeLadder YellowFrom(double threshold) =>
        new(new Dictionary<Grade, MeasureCondition> { [Grade.Yellow] = new("measure", Comparison.GreaterOrEqual, threshold) });

    private static StateFate FateOf(Rule before, Rule after) => FateOf([before], [after]);

    private static StateFate FateOf(Rule[] before, Rule[] after) => StateFates.Between(before, after)[Average.Id];

    private static Reading At(int second, double value)
    {
        var first = RandomStream.InOrder(new Random(1), TimeSpan.FromSeconds(1), 5)[0];
        var start = 1_000_000_000_000_000L / 600_000_000 * 600_000_000;
        return first with { At = start + (second * 1_000_000L), Source = "s1", Value = value, Offset = second };
    }

    private static string Run(EvaluatorRig rig, IReadOnlyList<Reading> stream, Func<EvaluatorRig, EvaluatorRig> change)
    {
        var transitions = new List<AlertTransition>();
        foreach (var reading in stream)
        {
            rig.Observe(reading);
            Take();
            rig = change(rig);
        }

        rig.AdvanceTo(stream[^1].At + 100_000_000);
        Take();
        return TransitionText.Of(transitions.Order(TransitionOrder.Instance));

        void Take()
        {
            rig.Drain();
            transitions.AddRange(rig.Transitions.Where(transition => transition.Rule.Id == "kept"));
            rig.Transitions.Clear();
        }
    }
}
