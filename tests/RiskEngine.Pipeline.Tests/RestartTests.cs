using RiskEngine.Core.Ports;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Tests;

namespace RiskEngine.Pipeline.Tests;

/// <summary>A task that stops at any moment and restarts from its last checkpoint ends as one that never stopped.</summary>
public sealed class RestartTests
{
    private static readonly int Streams = Effort.Of(200);

    [Theory]
    [InlineData("threshold")]
    [InlineData("hopping")]
    [InlineData("sliding")]
    [InlineData("frequency")]
    [InlineData("absence")]
    public async Task A_restored_checkpoint_equals_never_stopping(string type)
    {
        var alerts = 0;
        for (var seed = 0; seed < Streams; seed++)
        {
            var script = LogScript.Make(type, seed);
            using var straight = new TaskRig(script);
            straight.DoAll();
            var (output, ledger, _) = await RunWithCrashes(script, new Random(seed));
            Same($"{type} {seed}", straight.Output, output);
            Assert.Equal(straight.State.Ledger, ledger);
            alerts += output.Count(line => line.StartsWith("alert", StringComparison.Ordinal));
        }

        Assert.True(alerts > Streams);
    }

    [Fact]
    public async Task Segments_superseded_by_a_round_are_dropped_and_nothing_is_missed()
    {
        var dropped = 0L;
        for (var seed = 0; seed < Effort.Of(4); seed++)
        {
            var script = ManyKeys(seed);
            using var straight = new TaskRig(script);
            straight.DoAll();
            var (output, ledger, oldest) = await RunWithCrashes(script, new Random(seed));
            Same($"{seed}", straight.Output, output);
            Assert.Equal(straight.State.Ledger, ledger);
            dropped += oldest;
        }

        Assert.True(dropped > 0);
    }

    [Fact]
    public async Task Events_that_are_delivered_again_change_no_alert_and_are_counted_whatever_restarts()
    {
        var (duplicates, alerts) = (0L, 0);
        for (var seed = 0; seed < Streams; seed++)
        {
            var random = new Random(seed);
            var (once, again) = LogScript.Make("frequency", seed).Redelivered(random, TimeSpan.FromDays(1));
            using var straight = new TaskRig(once);
            straight.DoAll();
            using var twice = new TaskRig(again);
            twice.DoAll();
            Assert.Equal(straight.Transitions.Select(Said).Order(StringComparer.Ordinal), twice.Transitions.Select(Said).Order(StringComparer.Ordinal));
            var (ledger, expected) = (twice.State.Ledger, straight.State.Ledger);
            Assert.Equal((expected.Evaluated, expected.Filtered, 0L), (ledger.Evaluated, ledger.Filtered, expected.Duplicates));
            Assert.Equal(ledger.Consumed - expected.Consumed, ledger.Duplicates + ledger.Late - expected.Late + ledger.Waiting - expected.Waiting);

            var (output, restarted, _) = await RunWithCrashes(again, random);
            Same($"{seed}", twice.Output, output);
            Assert.Equal(ledger, restarted);
            duplicates += ledger.Duplicates;
            alerts += twice.Transitions.Count;
        }

        Assert.True(duplicates > Streams && alerts > Streams, $"{duplicates} duplicates, {alerts} transitions");

        static string Said(Core.Alerts.AlertTransition t) => $"{t.Rule.Id} {t.Key} {t.At} {t.State} {t.Grade} {t.Measurement.Measure}";
    }

    /// <summary>Output counts from the steps before a checkpoint; what came after it and before the crash comes again.</summary>
    private static async Task<(List<string> Output, Core.Tasks.Ledger Ledger, long OldestSegment)> RunWithCrashes(LogScript script, Random random)
    {
        var store = new InMemoryCheckpointStore();
        var rig = new TaskRig(script);
        var epoch = await rig.Restore(store);
        var safe = new List<string>();
        var (done, saved) = (0, 0);
        while (done < script.Steps.Count)
        {
            rig.Do(script.Steps[done++]);
            if (random.Next(4) == 0)
            {
                await rig.Save(store, epoch);
                safe.AddRange(rig.Output);
                rig.Output.Clear();
                saved = done;
            }

            if (random.Next(8) != 0) continue;
            rig.Dispose();
            (rig, epoch) = await Revive(script, store, random, PositionAfter(script, saved), safe);
            done = saved;
        }

        safe.AddRange(rig.Output);
        var oldest = rig.State.Checkpoint(out _).OldestSegment;
        rig.Dispose();
        return (safe, rig.State.Ledger, oldest);
    }

    /// <summary>Restores, and crashes a few more times in the middle of the replay, with and without a checkpoint there.</summary>
    private static async Task<(TaskRig Rig, long Epoch)> Revive(LogScript script, InMemoryCheckpointStore store, Random random, long position, List<string> safe)
    {
        while (true)
        {
            var rig = new TaskRig(script);
            var epoch = await rig.Restore(store);
            if (position == LogScript.FirstOffset) return (rig, epoch);
            var until = random.Next(3) == 0 ? random.NextInt64(rig.State.NextOffset, position + 1) : position;
            rig.ReadUntil(until, random);
            if (until == position) return (rig, epoch);
            if (random.Next(2) == 0)
            {
                await rig.Save(store, epoch);
                safe.AddRange(rig.Output);
            }

            rig.Dispose();
        }
    }

    private static long PositionAfter(LogScript script, int steps) => LogScript.FirstOffset + script.Steps.Take(steps).Sum(step => step.Records);

    private static LogScript ManyKeys(int seed)
    {
        var random = new Random(seed);
        var unit = TimeSpan.FromSeconds(1);
        var records = new List<byte[]>();
        var steps = new List<LogStep>();
        for (var i = 0; i < 3000; i++)
        {
            var at = RandomStream.Start.Micros + (i * 20_000L) + random.Next(200_000);
            records.Add(LogScript.Encode(new Reading(at, $"a-source-with-a-long-name-{random.Next(1200)}", "huaxi/c12/g07/b3", random.Next(14), 0)));
            if (i % 50 == 49) steps.Add(new LogStep(50, null));
        }

        steps.Add(new LogStep(0, RandomStream.Start + TimeSpan.FromMinutes(5)));
        return new LogScript
        {
            Rules = [.. RandomRules.Types.Select((type, i) => RandomRules.Make(type, random, unit, $"r{i}") with { By = Core.Rules.KeyBy.Source })],
            Lateness = TimeSpan.FromMilliseconds(100),
            Records = records,
            Steps = steps,
        };
    }

    private static void Same(string what, List<string> expected, List<string> actual)
    {
        var left = string.Join('\n', expected.Order(StringComparer.Ordinal).Except(actual));
        var right = string.Join('\n', actual.Order(StringComparer.Ordinal).Except(expected));
        if (left.Length + right.Length > 0) Assert.Fail($"{what}: only without a stop\n{left}\nonly with stops\n{right}");
        Assert.Equal(expected.Count, actual.Count);
    }
}
