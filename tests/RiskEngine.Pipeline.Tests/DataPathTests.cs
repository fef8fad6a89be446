using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Tests;

namespace RiskEngine.Pipeline.Tests;

public sealed class DataPathTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void An_event_at_the_watermark_is_on_time_and_one_behind_it_is_late()
    {
        using var rig = new TaskRig(Script([10, 8, 7, 8], lateness: 2));
        rig.Read(4);
        Assert.Equal((0, 1), (rig.State.Evaluator.WaitingCopies - 1, (int)rig.State.Ledger.Late));
        Assert.StartsWith("late 1002/-1 huaxi/c12 2026-11-21T10:00:07.000Z behind 2026-11-21T10:00:08.000Z", Assert.Single(rig.Output), StringComparison.Ordinal);
        Assert.Equal(2, rig.State.Ledger.Evaluated);
    }

    [Fact]
    public void With_no_lateness_an_event_is_evaluated_at_arrival()
    {
        using var rig = new TaskRig(Script([5, 5, 6, 5], lateness: 0));
        rig.Read(4);
        Assert.Equal((3, 1, 0), ((int)rig.State.Ledger.Evaluated, (int)rig.State.Ledger.Late, rig.State.Evaluator.WaitingCopies));
    }

    [Fact]
    public void Events_of_one_record_are_taken_in_the_order_of_their_times()
    {
        var ladder = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Blue] = new("> 0", Comparison.Greater, 0) });
        var lines = new[] { 30, 10, 20 }.Select(second => System.Text.Encoding.UTF8.GetString(LogScript.Encode(new Reading(At(second).Micros, "s1", "huaxi/c12", 0, 0))));
        var script = Script([1], lateness: 0);
        using var rig = new TaskRig(new LogScript
        {
            Rules = script.Rules.Select(rule => rule with { Grades = ladder }).ToList(),
            Lateness = TimeSpan.Zero,
            Records = [System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines))],
            Steps = [],
        });
        rig.Read(1);
        Assert.Equal((3, 0), ((int)rig.State.Ledger.Evaluated, (int)rig.State.Ledger.Late));
    }

    [Fact]
    public async Task Rejections_and_late_events_are_counted_once_across_a_restart()
    {
        var script = Script([10, 9, 3, 9, 10], lateness: 2, bad: 1);
        var store = new InMemoryCheckpointStore();
        using var before = new TaskRig(script);
        var epoch = await before.Restore(store);
        before.Read(script.Records.Count);
        await before.Save(store, epoch);
        Assert.Equal((1, 1), (before.Output.Count(line => line.StartsWith("late", StringComparison.Ordinal)),
            before.Output.Count(line => line.StartsWith("rejected", StringComparison.Ordinal))));

        using var after = new TaskRig(script);
        await after.Restore(store);
        Assert.True(after.State.NextOffset < before.State.NextOffset, "there is nothing to replay");
        after.ReadUntil(before.State.NextOffset, new Random(1));
        Assert.Empty(after.Output);
        Assert.Equal(before.State.Ledger, after.State.Ledger);
    }

    [Fact]
    public async Task A_second_crash_in_a_replay_loses_no_event_and_no_tick_overtakes_what_is_still_to_be_read_again()
    {
        var script = Script([10, 14, 11, 13, 12], lateness: 5);
        var store = new InMemoryCheckpointStore();
        using var first = new TaskRig(script);
        var epoch = await first.Restore(store);
        first.Read(5);
        await first.Save(store, epoch);

        using var second = new TaskRig(script);
        epoch = await second.Restore(store);
        second.Read(2);
        second.Tick(At(17));
        await second.Save(store, epoch);

        using var third = new TaskRig(script);
        await third.Restore(store);
        third.ReadUntil(LogScript.FirstOffset + 5, new Random(1));
        third.Tick(At(30));
        var ledger = third.State.Ledger;
        Assert.Equal((5, 5, 0, 0), ((int)ledger.Consumed, (int)ledger.Evaluated, (int)ledger.Late, (int)ledger.Waiting));
    }

    [Fact]
    public void Transitions_of_shadow_rules_go_to_the_shadow_topic_and_those_of_rules_switched_off_do_not_exist()
    {
        var script = Script([1, 2, 3], lateness: 0, modes: [RuleMode.Active, RuleMode.Shadow, RuleMode.Off]);
        using var rig = new TaskRig(script);
        rig.Read(3);
        Assert.Equal(["r0", "r1"], rig.Transitions.Select(t => t.Rule.Id));
        Assert.Contains("alert", rig.Output[0], StringComparison.Ordinal);
        Assert.Contains("\"rule\":\"r1\"", rig.Output.Single(line => line.StartsWith("shadow", StringComparison.Ordinal)), StringComparison.Ordinal);
        var ledger = rig.State.Ledger;
        Assert.Equal((2, 1, 1), ((int)ledger.Candidates, (int)ledger.Published, (int)ledger.Shadowed));
    }

    [Fact]
    public void Known_events_without_alerts_and_sketches_cost_no_allocation_from_record_to_evaluator()
    {
        const int Events = 20_000;
        var unreachable = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Red] = new("> 1e9", Comparison.Greater, 1e9) });
        var rules = RandomRules.Types.Where(type => type != "absence").SelectMany(type => Enumerable.Range(0, 3)
            .Select(i => RandomRules.Make(type, new Random(i), Second, $"{type}{i}") with { Grades = unreachable, NoData = NoDataPolicy.Hold }))
            .Where(rule => rule.Detection is not MetricDetection metric || !metric.Aggregates.Any(call => call.Kind is AggregateKind.Distinct or AggregateKind.Quantile))
            .ToList();
        var state = new TaskState(TaskRig.Id, TaskRig.PartsOf(rules, Second));
        using var batches = new System.Reactive.Subjects.Subject<TaskInput>();
        using var subscription = AlertPipeline.Build(batches, state).Subscribe(output => Assert.Empty(output.Transitions));
        var input = new RecordBatch();
        var (next, offset) = (At(0), 0L);
        Push();
        Push();
        var least = long.MaxValue;
        for (var tries = 0; tries < 20 && least >= Events / 10; tries++)
        {
            // Code that is compiled again meanwhile allocates, too: the least of several runs counts.
            var making = 0L;
            least = Math.Min(least, SteadyState.LeastBytes(() => making = Push(), long.MaxValue) - making);
        }

        Assert.True(least < Events / 10, $"{least} bytes for {Events} events");

        // Making the records allocates too; that is measured and left out.
        long Push()
        {
            var start = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Events; i++)
            {
                next += TimeSpan.FromMilliseconds(1);
                input.Add(offset++, LogScript.Encode(new Reading(next.Micros, $"s{i % 50}", "huaxi/c12", i % 7, 0)));
            }

            var making = GC.GetAllocatedBytesForCurrentThread() - start;
            batches.OnNext(new TaskInput.Records(input));
            input.Clear();
            return making;
        }
    }

    private static EventTime At(int second) => RandomStream.Start + (Second * second);

    private static LogScript Script(int[] seconds, int lateness, int bad = 0, RuleMode[]? modes = null)
    {
        var ladder = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Blue] = new("> 0", Comparison.Greater, 0) });
        var records = seconds.Select((second, i) => LogScript.Encode(new Reading(At(second).Micros, "s1", "huaxi/c12", modes is null ? 0 : 1, i))).ToList();
        for (; bad > 0; bad--) records.Insert(2, "{}"u8.ToArray());
        return new LogScript
        {
            Rules = [.. (modes ?? [RuleMode.Active]).Select((mode, i) => RandomRules.Make("threshold", new Random(1), Second, $"r{i}") with
            {
                Where = null, By = KeyBy.Source, Grades = ladder, For = TimeSpan.Zero, ForReadings = 1, Clear = ClearPolicy.AtOnce, Mode = mode,
            })],
            Lateness = Second * lateness,
            Records = records,
            Steps = [],
        };
    }
}
