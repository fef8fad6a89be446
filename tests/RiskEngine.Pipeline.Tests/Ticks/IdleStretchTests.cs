using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RiskEngine.Core.Ports;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Pipeline.Ticks;
using RiskEngine.Tests;

namespace RiskEngine.Pipeline.Tests.Ticks;

/// <summary>Who reads the log again with the ticks that were recorded decides as the task did, whenever its clock ticked and wherever it was killed.</summary>
public sealed class IdleStretchTests
{
    private static readonly int Streams = Effort.Of(50);

    [Theory]
    [InlineData("threshold")]
    [InlineData("hopping")]
    [InlineData("sliding")]
    [InlineData("frequency")]
    [InlineData("absence")]
    public async Task The_log_with_its_ticks_gives_what_was_published_through_kills_and_idle_stretches(string type)
    {
        var (alerts, byTicks, kills) = (0, 0, 0);
        for (var seed = 0; seed < Streams; seed++)
        {
            var script = LogScript.Make(type, seed);
            var log = new MemoryTickLog();
            var (published, lives) = await Live(script, log, new Random(seed));
            using var again = Replayed(script, await log.ReadAsync(TaskRig.Id, null, log.Records.Count - 1));
            var missing = again.Output.Except(published).ToList();
            var tooMuch = published.Except(again.Output).ToList();
            Assert.True(missing.Count + tooMuch.Count == 0, $"{seed}: only from the log\n{string.Join('\n', missing)}\nonly live\n{string.Join('\n', tooMuch)}");
            alerts += again.Output.Count(line => line.StartsWith("alert", StringComparison.Ordinal));
            byTicks += again.Transitions.Count(transition => transition.OnIdleClock);
            kills += lives - 1;
        }

        Assert.True(alerts > Streams && kills > Streams, $"{alerts} alerts, {kills} kills");
        if (type is "absence" or "hopping") Assert.True(byTicks > Streams / 2, $"{byTicks} by ticks");
    }

    /// <summary>Lives of a task one after the other, each killed without notice; what all of them published.</summary>
    private static async Task<(List<string> Published, int Lives)> Live(LogScript script, MemoryTickLog log, Random random)
    {
        var store = new InMemoryCheckpointStore();
        var published = new List<string>();
        for (var lives = 1; ; lives++)
        {
            using var rig = new TaskRig(script);
            var stored = await store.AcquireAsync(TaskRig.Id, CancellationToken.None);
            if (rig.State.Restore(stored, (part, key, reason) => Assert.Fail($"{part} {key}: {reason}")) is null) rig.State.BeginAt(LogScript.FirstOffset);
            var place = await log.AppendAsync(new TickRecord(log.Group, TaskRig.Id, stored.Epoch, rig.State.NextOffset, null, stored.Checkpoint is null));
            var history = await log.ReadAsync(TaskRig.Id, stored.Checkpoint?.Ticks, place);
            var time = new FakeTimeProvider();
            var inner = new RestlessSource(script, random, rig.State.NextOffset);
            var source = new TickRecorder(inner, rig.State, stored.Epoch, log, history, time, NullLogger.Instance);
            var isKilled = await LiveOnce(rig, (inner, source), store, stored.Epoch, time, random);
            published.AddRange(rig.Output);
            if (!isKilled) return (published, lives);
        }
    }

    /// <returns>Whether it was killed; otherwise it came to the end of the log, with all recorded ticks done.</returns>
    private static async Task<bool> LiveOnce(
        TaskRig rig, (RestlessSource Inner, TickRecorder Recorder) source, InMemoryCheckpointStore store, long epoch, FakeTimeProvider time, Random random)
    {
        while (!source.Recorder.AtEnd || random.Next(4) != 0)
        {
            time.Advance(TickRecorder.Pace);
            if (random.Next(25) == 0) return true;
            if (!source.Recorder.TryTake(rig.State.Newest, out var input)) continue;
            rig.Push(input);
            source.Recorder.Return(input);
            if (random.Next(5) == 0) await rig.Save(store, epoch);
        }

        // The last tick may be recorded and not given yet.
        source.Inner.IsQuiet = true;
        if (source.Recorder.TryTake(rig.State.Newest, out var last)) rig.Push(last);
        return false;
    }

    private static TaskRig Replayed(LogScript script, TickHistory history)
    {
        var rig = new TaskRig(script);
        var ticks = new Queue<RecordedTick>(history.Ticks);
        rig.State.BeginAt(LogScript.FirstOffset);
        var end = LogScript.FirstOffset + script.Records.Count;
        for (var offset = LogScript.FirstOffset; offset <= end; offset++)
        {
            while (ticks.TryPeek(out var tick) && tick.Before <= offset) rig.Tick(ticks.Dequeue().Reached);
            if (offset < end) rig.Read(1);
        }

        return rig;
    }
}
