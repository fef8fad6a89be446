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
            var newest = entry.Segments.Count > 0 ? entry.Segments.Keys.Last() : (long?)null;
            var verdict = SaveRule.Judge(entry.Epoch, newest, epoch, checkpoint.NewestSegment);
            if (verdict != SaveVerdict.Stored) return Task.FromResult(verdict != SaveVerdict.Refused);
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
