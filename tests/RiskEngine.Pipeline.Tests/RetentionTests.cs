using RiskEngine.Core.Ports;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Pipeline.Tests;

/// <summary>What retention removes while a task is stopped: nothing that it has read is missed after a graceful stop, and what is missed is counted.</summary>
public sealed class RetentionTests
{
    private const int Streams = 120;

    [Theory]
    [InlineData("threshold")]
    [InlineData("hopping")]
    [InlineData("sliding")]
    [InlineData("frequency")]
    [InlineData("absence")]
    public async Task A_graceful_stop_equals_never_stopping_though_retention_takes_all_that_was_read(string type)
    {
        var waited = 0L;
        for (var seed = 0; seed < Streams; seed++)
        {
            var script = LogScript.Make(type, seed);
            using var straight = new TaskRig(script);
            straight.DoAll();

            var random = new Random(seed);
            var store = new InMemoryCheckpointStore();
            var rig = new TaskRig(script);
            var epoch = await rig.Restore(store);
            var output = new List<string>();
            foreach (var step in script.Steps)
            {
                rig.Do(step);
                if (random.Next(3) == 0) await rig.Save(store, epoch);
                if (random.Next(3) != 0) continue;
                waited += rig.State.Evaluator.WaitingCopies;
                (rig, epoch) = await StopAndStart(rig, script, store, epoch, output);

                // And once more before anything is read or saved: what was kept is still there.
                if (random.Next(2) == 0) (rig, epoch) = await Restart(rig, script, store, output);
            }

            output.AddRange(rig.Output);
            Assert.Equal(straight.Output.Order(StringComparer.Ordinal), output.Order(StringComparer.Ordinal));
            Assert.Equal(straight.State.Ledger, rig.State.Ledger);
            rig.Dispose();
        }

        Assert.True(waited > Streams);
    }

    [Fact]
    public async Task What_was_kept_is_kept_on_by_the_checkpoints_that_follow_while_it_waits()
    {
        var script = SingleRecords(seed: 1, 40);
        var store = new InMemoryCheckpointStore();
        var rig = new TaskRig(script);
        var epoch = await rig.Restore(store);
        rig.Read(30);
        var waiting = rig.State.Evaluator.WaitingCopies;
        Assert.True(waiting > 5);
        (rig, epoch) = await StopAndStart(rig, script, store, epoch, []);
        rig.Read(1);
        await rig.Save(store, epoch);
        var start = rig.State.NextOffset - 1;
        rig.Dispose();

        using var heir = new TaskRig(script) { LogStart = start };
        await heir.Restore(store);
        heir.ReadUntil(LogScript.FirstOffset + 40, new Random(1));
        Assert.Equal((40, 0), (heir.State.Ledger.Consumed, heir.State.Ledger.Lost));
    }

    [Fact]
    public async Task After_any_crash_and_any_retention_every_record_is_either_consumed_or_lost()
    {
        var lost = 0L;
        for (var seed = 0; seed < 800; seed++)
        {
            var random = new Random(seed);
            var records = random.Next(10, 60);
            var script = SingleRecords(seed, records);
            var store = new InMemoryCheckpointStore();
            var start = LogScript.FirstOffset;
            var rig = new TaskRig(script);
            var epoch = await rig.Restore(store);
            await rig.Save(store, epoch);
            for (var life = 0; life < 5; life++)
            {
                for (var step = random.Next(6); step > 0 && rig.State.NextOffset < LogScript.FirstOffset + records; step--)
                {
                    rig.Read((int)Math.Min(random.Next(1, 8), LogScript.FirstOffset + records - rig.State.NextOffset));
                    if (random.Next(2) == 0) await rig.Save(store, epoch);
                }

                if (random.Next(3) == 0) await rig.Save(store, epoch, isLast: true);
                var (nearBefore, nearAfter) = (rig.State.NextOffset - 5, Math.Min(rig.State.NextOffset + 5, LogScript.FirstOffset + records));
                if (random.Next(2) == 0) start = Math.Max(start, random.NextInt64(nearBefore, nearAfter + 1));
                rig.Dispose();
                rig = new TaskRig(script) { LogStart = start };
                epoch = await rig.Restore(store);
            }

            if (rig.State.NextOffset < LogScript.FirstOffset + records) rig.Read((int)(LogScript.FirstOffset + records - rig.State.NextOffset));
            var ledger = rig.State.Ledger;
            Assert.True(ledger.Consumed + ledger.Lost == records, $"seed {seed}: {ledger} of {records}");
            Assert.True(ledger.Balances);
            lost += ledger.Lost;
            rig.Dispose();
        }

        Assert.True(lost > 800);
    }

    [Fact]
    public void A_loss_is_felt_for_an_hour_of_event_time_and_counted_for_ever()
    {
        var script = new LogScript
        {
            Rules = SingleRecords(1, 1).Rules,
            Lateness = TimeSpan.Zero,
            Records = [.. new[] { 0, 10, 3609, 3610 }.Select(second => LogScript.Encode(At(second)))],
            Steps = [],
        };
        using var rig = new TaskRig(script) { LogStart = LogScript.FirstOffset + 1 };
        rig.State.BeginAt(LogScript.FirstOffset);
        rig.Read(2);
        Assert.Equal((true, 1), (rig.State.FeelsLoss, rig.State.Ledger.Lost));
        rig.Read(1);
        Assert.True(rig.State.FeelsLoss);
        rig.Read(1);
        Assert.Equal((false, 1), (rig.State.FeelsLoss, rig.State.Ledger.Lost));
    }

    [Fact]
    public void Records_that_are_gone_up_to_the_end_of_the_log_are_counted_before_another_one_comes()
    {
        using var rig = new TaskRig(SingleRecords(1, 10)) { LogStart = LogScript.FirstOffset + 10 };
        rig.State.BeginAt(LogScript.FirstOffset);
        rig.Read(10);
        Assert.Equal((10, LogScript.FirstOffset + 10), (rig.State.Ledger.Lost, rig.State.NextOffset));
    }

    [Fact]
    public void What_retention_takes_from_a_replay_that_brings_lost_state_back_is_no_loss_but_what_it_takes_behind_it_is()
    {
        var script = SingleRecords(1, 20);
        using var rig = new TaskRig(script) { LogStart = LogScript.FirstOffset + 12 };
        rig.State.BeginRebuild(LogScript.FirstOffset, LogScript.FirstOffset + 10, null);
        rig.Read(12);
        rig.EndRebuild();
        Assert.Equal(2, rig.State.Ledger.Lost);
    }

    private static async Task<(TaskRig Rig, long Epoch)> StopAndStart(TaskRig rig, LogScript script, InMemoryCheckpointStore store, long epoch, List<string> output)
    {
        await rig.Save(store, epoch, isLast: true);
        return await Restart(rig, script, store, output);
    }

    /// <summary>All that was read is gone from the log by then.</summary>
    private static async Task<(TaskRig Rig, long Epoch)> Restart(TaskRig rig, LogScript script, InMemoryCheckpointStore store, List<string> output)
    {
        output.AddRange(rig.Output);
        var heir = new TaskRig(script) { LogStart = rig.State.NextOffset };
        rig.Dispose();
        return (heir, await heir.Restore(store));
    }

    /// <summary>One event a record, up to 2 s late.</summary>
    private static LogScript SingleRecords(int seed, int records)
    {
        var random = new Random(seed);
        return new LogScript
        {
            Rules = LogScript.Make("threshold", seed).Rules,
            Lateness = TimeSpan.FromSeconds(2),
            Records = [.. Enumerable.Range(0, records).Select(i => LogScript.Encode(At((i * 0.2) - (random.NextDouble() * 1.9))))],
            Steps = [],
        };
    }

    private static Reading At(double second) => new((RandomStream.Start + TimeSpan.FromSeconds(10 + second)).Micros, "s-1", "huaxi/c12/g07/b3", 1, 0);
}
