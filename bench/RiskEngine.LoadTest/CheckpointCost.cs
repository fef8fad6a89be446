using System.Globalization;
using RiskEngine.Bench;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Redis;
using RiskEngine.Simulator.Servers;

namespace RiskEngine.LoadTest;

/// <summary>What checkpoints cost at full speed: one task, its pipeline driven flat out, with and without checkpoints to a real Redis, in turn.</summary>
/// <remarks>As in the engine, the snapshot is taken on the task's thread and stored beside it. Every source reports in turn; making the events is part of the time.</remarks>
internal static class CheckpointCost
{
    private const int BatchRecords = 2000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        var profile = request.Profile;
        using var redis = await PrivateRedis.TryStartAsync(cancellationToken).ConfigureAwait(false) ?? throw new InvalidOperationException("redis-server is not installed");
        var options = new RedisOptions { Configuration = redis.Address };
        using var connection = await RedisConnection.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        var store = new RedisCheckpointStore(connection, options);
        var keys = PseudonymKeys.Generate();
        var id = new TaskId("risk.events.sensor.v1", 0);
        var epoch = (await store.AcquireAsync(id, cancellationToken).ConfigureAwait(false)).Epoch;
        var task = new TaskState(
            id, new TaskDefinition { Rules = BenchRules.Of(profile), Disorder = new ByKind<TimeSpan>(profile.Lateness, []), CreatePseudonymizer = () => new Pseudonymizer(keys) });
        using var pump = new TaskPump(task, static _ => { });
        var run = new Flow(new SyntheticEvents(profile, EventTime.From(TimeProvider.System.GetUtcNow())), task, pump);
        run.Push(profile.Sources * 2L);

        var rates = new Dictionary<bool, List<double>> { [false] = [], [true] = [] };
        for (var stretch = 0; stretch < 6; stretch++)
        {
            var saves = stretch % 2 == 1;
            var (events, bytes, checkpoints) = await Stretch(run, saves ? store : null, epoch, request.Duration, cancellationToken).ConfigureAwait(false);
            rates[saves].Add(events / request.Duration.TotalSeconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(saves ? "with   " : "without")} {events / request.Duration.TotalSeconds,10:N0} "
                + $"events/s{(saves ? $", {checkpoints} checkpoints of {bytes / Math.Max(1, checkpoints) / 1024:N0} KB" : "")}"));
        }

        var (off, on) = (rates[false].Average(), rates[true].Average());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cost     {100 * (1 - (on / off)):0.0} % of throughput; {profile.Sources:N0} sources, a checkpoint each "
            + $"{Interval.TotalSeconds:0} s, {task.Ledger.Evaluated:N0} events, ledger {(task.Ledger.Balances ? "balances" : "DOES NOT BALANCE")}"));
        return task.Ledger.Balances ? 0 : 1;
    }

    private static async Task<(long Events, long Bytes, int Checkpoints)> Stretch(
        Flow run, RedisCheckpointStore? store, long epoch, TimeSpan duration, CancellationToken cancellationToken)
    {
        var (events, bytes, checkpoints) = (0L, 0L, 0);
        var saving = Task.FromResult(true);
        byte[] segment = [];
        var started = TimeProvider.System.GetTimestamp();
        var next = Interval;
        for (var elapsed = TimeSpan.Zero; elapsed < duration; elapsed = TimeProvider.System.GetElapsedTime(started))
        {
            run.Push(BatchRecords);
            events += BatchRecords;
            if (store is null || elapsed < next || !saving.IsCompleted) continue;
            if (!await saving.ConfigureAwait(false)) throw new InvalidOperationException("a checkpoint was refused");
            next = elapsed + Interval;
            var checkpoint = run.Task.Checkpoint(ref segment, out var length);
            saving = Task.Run(() => store.TrySaveAsync(run.Task.Id, epoch, checkpoint, segment.AsMemory(0, length), cancellationToken), cancellationToken);
            bytes += length;
            checkpoints++;
        }

        await saving.ConfigureAwait(false);
        if (store is null) return (events, bytes, checkpoints);

        // What changed since is not left for the next stretch to carry.
        var last = run.Task.Checkpoint(out var rest);
        await store.TrySaveAsync(run.Task.Id, epoch, last, rest, cancellationToken).ConfigureAwait(false);
        return (events, bytes, checkpoints);
    }

    /// <summary>Makes events of every source in turn and pushes them.</summary>
    private sealed class Flow(SyntheticEvents events, TaskState task, TaskPump pump)
    {
        private readonly RecordBatch _records = new();
        private long _offset;

        public TaskState Task => task;

        public void Push(long count)
        {
            for (; count > 0; count -= BatchRecords)
            {
                events.Fill(_records, BatchRecords, ref _offset);
                pump.Push(new TaskInput.Records(_records));
                _records.Clear();
            }
        }
    }
}
