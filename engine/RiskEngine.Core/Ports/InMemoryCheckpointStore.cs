using System.Collections.Concurrent;
using RiskEngine.Core.Events;
using RiskEngine.Core.Tasks;

namespace RiskEngine.Core.Ports;

/// <summary>Keeps checkpoints in memory: for <c>backtest</c>, for tests, and for a demo without Redis. Lost with the process.</summary>
public sealed class InMemoryCheckpointStore : ICheckpointStore
{
    private readonly ConcurrentDictionary<TaskId, Entry> _tasks = new();

    /// <inheritdoc/>
    public Task<StoredTask> AcquireAsync(TaskId task, CancellationToken cancellationToken)
    {
        var entry = _tasks.GetOrAdd(task, _ => new Entry());
        lock (entry)
        {
            entry.Epoch++;
            var segments = entry.Segments.Values.Select(bytes => (ReadOnlyMemory<byte>)bytes).ToList();
            return Task.FromResult(new StoredTask(entry.Epoch, entry.Checkpoint is { } meta ? TaskCheckpoint.Decode(meta) : null, segments));
        }
    }

    /// <inheritdoc/>
    public Task<bool> TrySaveAsync(TaskId task, long epoch, TaskCheckpoint checkpoint, ReadOnlyMemory<byte> segment, CancellationToken cancellationToken)
    {
        var entry = _tasks.GetOrAdd(task, _ => new Entry());
        lock (entry)
        {
            if (entry.Epoch != epoch) return Task.FromResult(false);
            entry.Checkpoint = checkpoint.Encode();
            entry.Segments[checkpoint.NewestSegment] = segment.ToArray();
            foreach (var old in entry.Segments.Keys.Where(number => number < checkpoint.OldestSegment).ToList()) entry.Segments.Remove(old);
            return Task.FromResult(true);
        }
    }

    private sealed class Entry
    {
        public long Epoch { get; set; }

        public byte[]? Checkpoint { get; set; }

        public SortedDictionary<long, byte[]> Segments { get; } = [];
    }
}
