using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;

namespace RiskEngine.Redis.Tests;

/// <summary>A task that saves one step after the other; each segment says which step it is of.</summary>
internal sealed class StoredSteps(RedisCheckpointStore store, TaskId id)
{
    private long _epoch;

    /// <summary>Number of the next step.</summary>
    public long Next { get; private set; }

    public static TaskId Task(int partition) => new("risk.events.sensor.v1", partition);

    /// <summary>Takes the task over and checks that state and offset belong together.</summary>
    /// <returns>The last step that is stored; -1 for none.</returns>
    public async Task<long> Acquire()
    {
        var stored = await store.AcquireAsync(id, CancellationToken.None);
        Assert.Null(stored.Fault);
        _epoch = stored.Epoch;
        var newest = stored.Checkpoint?.NewestSegment ?? -1;
        Next = newest + 1;
        if (stored.Checkpoint is not { } checkpoint) return newest;
        Assert.Equal(newest * 10, checkpoint.NextOffset);
        Assert.Equal(Enumerable.Range(0, stored.Segments.Count).Select(i => checkpoint.OldestSegment + i), stored.Segments.Select(segment => BitConverter.ToInt64(segment.Span)));
        return newest;
    }

    /// <summary>Saves the next step; every fourth one makes the ones before it needless.</summary>
    public async Task<bool> Save(int bytes = 100)
    {
        var oldest = Next - (Next % 4);
        var segment = new byte[Math.Max(8, bytes)];
        BitConverter.TryWriteBytes(segment, Next);
        var saved = await store.TrySaveAsync(id, _epoch, CheckpointOf(oldest, Next), segment, CancellationToken.None);
        if (saved) Next++;
        return saved;
    }

    /// <summary>Saves the next step as <c>delivery: transactional</c> does, after one that is dropped.</summary>
    public async Task SaveInTwoSteps()
    {
        var segment = BitConverter.GetBytes(Next);
        var oldest = Next - (Next % 4);
        Assert.True(await store.TryPrepareAsync(id, _epoch, CheckpointOf(oldest, Next), segment, CancellationToken.None));
        Assert.True(await store.TryDropAsync(id, _epoch, CancellationToken.None));
        Assert.True(await store.TryPrepareAsync(id, _epoch, CheckpointOf(oldest, Next), segment, CancellationToken.None));
        var pending = await store.FindPendingAsync(id, CancellationToken.None) ?? throw new InvalidOperationException("nothing is pending");
        Assert.True(await store.TryFinishAsync(id, _epoch, pending, CancellationToken.None));
        Next++;
    }

    /// <summary>Saves, again and again where Redis does not serve, as the engine does.</summary>
    /// <returns>How often Redis did not serve.</returns>
    public async Task<int> SaveUntilServed(TimeSpan patience)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var refusals = 0; ; refusals++)
        {
            try
            {
                Assert.True(await Save());
                return refusals;
            }
            catch (DependencyException) when (TimeProvider.System.GetElapsedTime(started) < patience)
            {
                await System.Threading.Tasks.Task.Delay(50);
            }
        }
    }

    private static TaskCheckpoint CheckpointOf(long oldest, long newest) => new()
    {
        NextOffset = newest * 10,
        ResumeOffset = newest * 10,
        Newest = new EventTime(newest),
        Ledger = new Ledger { Consumed = newest },
        OldestBefore = Math.Max(0, oldest - 4),
        OldestSegment = oldest,
        NewestSegment = newest,
    };
}
