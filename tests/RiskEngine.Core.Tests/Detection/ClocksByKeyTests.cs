using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Tests.Twins;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>Every source has its own time: nobody waits for the slow, nobody is thrown away for being slow, a wrong clock harms only itself.</summary>
public sealed class ClocksByKeyTests
{
    private static readonly int Streams = Effort.Of(120);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    public static TheoryData<string> Types => [.. RandomRules.Types, .. NewerRules.Types.Where(type => type != "correlation")];

    [Theory]
    [MemberData(nameof(Types))]
    public void Any_interleaving_that_keeps_the_order_of_each_source_gives_the_same_alerts(string type)
    {
        var transitions = 0;
        for (var seed = 0; seed < Streams; seed++)
        {
            var random = new Random(seed);
            var (rules, stream, end) = Make(type, random);
            var expected = Run(rules, stream, end, Year);
            var mixed = Run(rules, Interleaved(stream, random), end, Year);
            Same($"{type} {seed}", expected, mixed);
            transitions += expected.Count;
        }

        Assert.True(transitions > Streams / 2, $"{transitions} transitions");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void However_wrong_the_clock_of_one_source_is_it_changes_no_alert_of_another(string type)
    {
        var transitions = 0;
        for (var seed = 0; seed < Streams; seed++)
        {
            var random = new Random(seed);
            var (rules, stream, end) = Make(type, random);
            var wrong = stream[random.Next(stream.Count)].Source;

            // Of two sources that contradict each other nobody can know which is wrong, nor of one that speaks before all others.
            if (stream.Select(e => e.Source).Distinct().TakeWhile(source => source != wrong).Count() < 2) continue;
            var shift = random.Next(4) switch { 0 => 1_000_000L, 1 => 240_000_000L, 2 => 5L * 365 * 86_400_000_000, _ => random.NextInt64(10_000_000_000) };
            if (random.Next(2) == 0) shift = -shift;
            var lateness = TimeSpan.FromMilliseconds(random.Next(5000));
            var expected = Run(rules, stream, end, lateness).Where(t => t.Key != wrong).ToList();
            var shifted = Run(rules, [.. stream.Select(e => e.Source == wrong ? e with { At = e.At + shift } : e)], end, lateness).Where(t => t.Key != wrong).ToList();
            Same($"{type} {seed} {wrong} by {shift} us", expected, shifted);
            transitions += expected.Count;
        }

        Assert.True(transitions > Streams / 8, $"{transitions} transitions");
    }

    [Fact]
    public void A_gateway_that_was_silent_and_sends_its_backlog_is_missed_and_back_and_what_happened_meanwhile_is_found()
    {
        var start = RandomStream.Start.Micros;
        long Second(int second) => start + (second * 1_000_000L);
        var stream = new List<Reading>();
        var offset = 0;
        for (var second = 0; second < 4 * 3600; second += 10)
        {
            foreach (var live in (string[])["a", "b", "c"]) stream.Add(new Reading(Second(second), live, "n/c/g/b", 1, offset++));
            if (second is < 3600 or >= 3 * 3600) stream.Add(Gateway(second));
            if (second == 3 * 3600)
            {
                for (var missed = 3600; missed < 3 * 3600; missed += 10) stream.Insert(stream.Count - 1, Gateway(missed));
            }
        }

        var transitions = Run([Threshold, Window, Silence], stream, Second(4 * 3600), TimeSpan.FromSeconds(2));
        Assert.All(transitions, t => Assert.Equal("gateway", t.Key));
        Assert.Equal(
            [
                ("high", AlertState.Firing, Second(5400)), ("high", AlertState.Resolved, Second(5700)),
                ("silent", AlertState.Firing, Second(3590 + 600)), ("silent", AlertState.Resolved, Second(3590 + 600)),
                ("window", AlertState.Firing, Second(5460)), ("window", AlertState.Resolved, Second(5760)),
            ],
            transitions.Select(t => (t.Rule.Id, t.State, t.At.Micros)).Order());

        Reading Gateway(int second) => new(Second(second), "gateway", "n/c/g/b", second is >= 5400 and < 5700 ? 30 : 1, offset++);
    }

    [Fact]
    public void What_comes_out_of_order_counts_in_windows_that_have_not_ended_and_as_a_sign_of_life_and_is_late_where_order_matters()
    {
        var start = RandomStream.Start.Micros;
        Reading At(double second, double value, int offset) => new(start + (long)(second * 1e6), "s", "n/c/g/b", value, offset);
        var rig = new Rig([Threshold, Window, Silence], TimeSpan.FromSeconds(2));
        Assert.Equal(Verdict.Evaluated, rig.Observe(At(10, 1, 0)));
        Assert.Equal(Verdict.Evaluated, rig.Observe(At(5, 30, 1)));
        Assert.Equal(Verdict.Evaluated, rig.Observe(At(61, 1, 2)));
        Assert.Equal(["window"], rig.Drain().Select(t => t.Rule.Id));

        var order = new Rig([Threshold], TimeSpan.FromSeconds(2));
        order.Observe(At(10, 1, 0));
        Assert.Equal(Verdict.Late, order.Observe(At(5, 30, 1)));
        Assert.Empty(order.Drain());
    }

    [Fact]
    public void Whoever_is_ahead_behind_or_out_of_order_is_named_the_worst_first()
    {
        var start = RandomStream.Start.Micros;
        var rig = new Rig([Threshold], TimeSpan.FromSeconds(2));
        var offset = 0;
        for (var second = 0; second < 60; second++)
        {
            var appended = (start / 1000) + (second * 1000L);
            rig.Observe(new Reading(start + (second * 1_000_000L), "right", "n/c/g/b", 1, offset++), appended);
            rig.Observe(new Reading(start + ((second + 240) * 1_000_000L), "fast", "n/c/g/b", 1, offset++), appended);
            rig.Observe(new Reading(start + ((second - 8) * 1_000_000L), "slow", "n/c/g/b", 1, offset++), appended);
            rig.Observe(new Reading(start + ((second % 2 == 0 ? second : second - 2) * 1_000_000L), "mixed", "n/c/g/b", 1, offset++), appended);
        }

        var named = rig.Evaluator.ClockFaults.Worst(rig.NameOf, 8);
        Assert.Equal(
            [("fast", ClockFaultKind.Ahead, 240, 60L), ("mixed", ClockFaultKind.OutOfOrder, 1, 30L), ("slow", ClockFaultKind.Behind, 8, 60L)],
            named.Select(fault => (fault.Source, fault.Kind, (int)fault.By.TotalSeconds, fault.Events)));
        Assert.Equal("the clock of fast is ahead, by 240 s at most (60 events)", named[0].Sentence);
    }

    [Fact]
    public void A_clock_that_is_ahead_of_the_log_raises_a_built_in_alert_that_ends_ten_minutes_after_it_was_set_right()
    {
        var start = RandomStream.Start.Micros;
        var rig = new Rig([], TimeSpan.FromSeconds(2));
        var offset = 0;
        for (var second = 0; second < 1200; second += 10)
        {
            var appended = (start / 1000) + (second * 1000L);
            var fast = second switch { >= 100 and < 200 => 70, >= 200 and < 300 => 250 - (second % 20), _ => 0 };
            rig.Observe(new Reading(start + (second * 1_000_000L), "right", "n/c/g/b", 1, offset++), appended);
            rig.Observe(new Reading(start + ((second + fast) * 1_000_000L), "fast", "n/c/g/b", 1, offset++), appended);
        }

        Assert.Equal(
            ["riskengine-clock-ahead fast Yellow 100", "riskengine-clock-ahead fast Orange 200", "riskengine-clock-ahead fast Resolved 890"],
            rig.Drain().Select(t => $"{t.Rule.Id} {t.Key} {(t.State == AlertState.Resolved ? "Resolved" : t.Grade)} {(t.At.Micros - start) / 1_000_000}"));
        Assert.Equal(0, rig.Evaluator.OpenAlerts);
    }

    [Fact]
    public void The_alert_about_a_clock_goes_on_after_a_restart_and_ends_when_it_would_have()
    {
        var start = RandomStream.Start.Micros;
        var rig = new EvaluatorRig(Threshold);
        var said = new List<string>();
        for (var second = 0; second < 1200; second += 10)
        {
            var fast = second switch { 100 => 250, 200 => 70, _ => 0 };
            rig.Observe(new Reading(start + ((second + fast) * 1_000_000L), "fast", "n/c/g/b", 1, second), (start / 1000) + (second * 1000L));
            rig.Drain();
            said.AddRange(rig.Transitions.Select(t => $"{t.Grade} {t.State} {t.Measurement.Measure}"));
            rig.Transitions.Clear();
            if (second % 70 == 0) rig = rig.Restored(fromScratch: second % 140 == 0);
        }

        Assert.Equal(["Orange Firing 250", "Orange Resolved 0"], said);
    }

    [Fact]
    public void In_a_recording_the_first_after_a_pause_is_not_ahead_and_one_that_stays_alone_there_is()
    {
        var start = RandomStream.Start.Micros;
        var rig = new Rig([Threshold], TimeSpan.FromSeconds(2));
        var offset = 0;
        foreach (var hour in new[] { 0, 90 })
        {
            for (var minute = 0; minute < 30; minute++)
            {
                foreach (var source in new[] { "a", "b", "c" }) rig.Observe(new Reading(start + (((hour * 60L) + minute) * 60_000_000), source, "n/c/g/b", 1, offset++));
            }
        }

        rig.Observe(new Reading(start + TimeSpan.FromDays(1900).Ticks / 10, "d", "n/c/g/b", 1, offset++));
        rig.Observe(new Reading(start + (91 * 60 * 60_000_000L), "a", "n/c/g/b", 1, offset++));
        rig.Observe(new Reading(start + (91 * 60 * 60_000_000L), "b", "n/c/g/b", 1, offset++));
        rig.Evaluator.AdvanceTo(rig.Evaluator.Clock.LastOfRecording());
        Assert.Equal([("d", ClockFaultKind.Ahead, 1L)], rig.Evaluator.ClockFaults.Worst(rig.NameOf, 8).Select(fault => (fault.Source, fault.Kind, fault.Events)));
    }

    private static Rule Threshold => YellowRule.Of(new ThresholdDetection(EventNumber.Value), 20, "high");

    private static Rule Window => YellowRule.Of(
        new MetricDetection
        {
            Text = "max(value)",
            Value = EventNumber.Value,
            Window = new WindowSpec(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)),
            Aggregates = [new AggregateCall(AggregateKind.Max)],
        },
        20,
        "window");

    private static Rule Silence => YellowRule.Of(new AbsenceDetection([TimeSpan.FromMinutes(10)]), 600, "silent");

    private static (List<Rule> Rules, List<Reading> Stream, long End) Make(string type, Random random)
    {
        var unit = TimeSpan.FromMilliseconds(random.Next(3) switch { 0 => 100, 1 => 10_000, _ => 1000 });
        var rules = RandomRules.Types.Contains(type)
            ? Enumerable.Range(1, random.Next(1, 4)).Select(i => RandomRules.Make(type, random, unit, $"r{i}")).ToList()
            : NewerRules.Make(type, random, unit);
        var stream = RandomStream.InOrder(random, unit, random.Next(20, 80));
        return ([.. rules.Select(rule => rule with { By = KeyBy.Source })], stream, stream[^1].At + (RandomStream.Micros(unit) * random.Next(0, 40)));
    }

    private static List<Reading> Interleaved(List<Reading> stream, Random random)
    {
        var queues = stream.GroupBy(e => e.Source).Select(source => new Queue<Reading>(source)).ToList();
        var mixed = new List<Reading>();
        while (queues.Count > 0)
        {
            var queue = queues[random.Next(queues.Count)];
            for (var left = random.Next(1, 8); left > 0 && queue.Count > 0; left--) mixed.Add(queue.Dequeue());
            if (queue.Count == 0) queues.Remove(queue);
        }

        return mixed;
    }

    private static List<AlertTransition> Run(IReadOnlyList<Rule> rules, IReadOnlyList<Reading> stream, long end, TimeSpan lateness)
    {
        var rig = new Rig(rules, lateness);
        foreach (var reading in stream) rig.Observe(reading);
        rig.Evaluator.AdvanceTo(new EventTime(end));
        return rig.Drain();
    }

    private static void Same(string what, IEnumerable<AlertTransition> expected, IEnumerable<AlertTransition> actual)
    {
        var (left, right) = (TransitionText.Of([.. expected.Order(TransitionOrder.Instance)]), TransitionText.Of([.. actual.Order(TransitionOrder.Instance)]));
        Assert.True(left == right, $"{what}:\nexpected\n{left}\nactual\n{right}");
    }

    /// <summary>An evaluator with a clock that believes nobody alone.</summary>
    private sealed class Rig(IReadOnlyList<Rule> rules, TimeSpan lateness)
    {
        private readonly EventBatch _batch = new();
        private readonly Vocabulary _vocabulary = new();
        private RuleEvaluator? _evaluator;

        public RuleEvaluator Evaluator => _evaluator ??= new RuleEvaluator(
            rules, EvaluatorRig.Task, _vocabulary, lateness: new ByKind<TimeSpan>(lateness, []), clock: new TaskClock());

        public string NameOf(int source) => _vocabulary.Sources[source];

        public Verdict Observe(Reading reading, long appendedUnixMillis = 0)
        {
            _batch.Clear();
            _batch.Add(new Event
            {
                Kind = _vocabulary.Kinds.Intern("sensor.gas"),
                Source = _vocabulary.Sources.Intern(reading.Source),
                Site = _vocabulary.Sites.Intern(reading.Site),
                Time = new EventTime(reading.At),
                ValueKind = double.IsNaN(reading.Value) ? EventValueKind.None : EventValueKind.Number,
                Number = reading.Value,
                Offset = reading.Offset,
                Line = -1,
            });
            return Evaluator.Observe(_batch, 0, appendedUnixMillis);
        }

        public List<AlertTransition> Drain()
        {
            var transitions = new List<AlertTransition>();
            Evaluator.Drain(transitions);
            return transitions;
        }
    }
}
