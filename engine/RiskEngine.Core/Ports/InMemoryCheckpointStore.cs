using System.Collections.Concurrent;
using RiskEngine.Core.Events;
using RiskEngine.Core.Tasks;

namespace RiskEngine.Core.Ports;

/// <summary>Keeps checkpoints in memory: for <c>backtest</c>, for tests, and for a demo without Redis. Lost with the process.</summary>
public sealed class InMemoryCheckpointStore : ITwoStepStore
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
            var verdict = entry.Judge(epoch, checkpoint.NewestSegment);
            if (verdict == SaveVerdict.Stored) entry.Store(checkpoint, segment.ToArray());
            return Task.FromResult(verdict != SaveVerdict.Refused);
        }
    }

    /// <inheritdoc/>
    public Task<bool> TryPrepareAsync(TaskId task, long epoch, TaskCheckpoint checkpoint, ReadOnlyMemory<byte> segment, CancellationToken cancellationToken)
    {
        var entry = _tasks.GetOrAdd(task, _ => new Entry());
        lock (entry)
        {
            var verdict = entry.Judge(epoch, checkpoint.NewestSegment);
            if (verdict == SaveVerdict.Stored) entry.Pending = (new PendingStep(PendingStep.MarkerOf(epoch, checkpoint), checkpoint), segment.ToArray());
            return Task.FromResult(verdict != SaveVerdict.Refused);
        }
    }

    /// <inheritdoc/>
    public Task<bool> TryFinishAsync(TaskId task, long epoch, PendingStep step, CancellationToken cancellationToken)
    {
        var entry = _tasks.GetOrAdd(task, _ => new Entry());
        lock (entry)
        {
            if (entry.Epoch != epoch) return Task.FromResult(false);
            if (entry.Pending is { } pending && pending.Step.Marker == step.Marker) entry.Store(pending.Step.Checkpoint, pending.Segment);
            entry.Pending = null;
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task<bool> TryDropAsync(TaskId task, long epoch, CancellationToken cancellationToken)
    {
        var entry = _tasks.GetOrAdd(task, _ => new Entry());
        lock (entry)
        {
            if (entry.Epoch != epoch) return Task.FromResult(false);
            entry.Pending = null;
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public Task<PendingStep?> FindPendingAsync(TaskId task, CancellationToken cancellationToken)
    {
        var entry = _tasks.GetOrAdd(task, _ => new Entry());
        lock (entry) return Task.FromResult(entry.Pending?.Step);
    }

    private sealed class Entry
    {
        public (PendingStep Step, byte[] Segment)? Pending { get; set; }

        public long Epoch { get; set; }

        public byte[]? Checkpoint { get; set; }

        public SortedDictionary<long, byte[]> Segments { get; } = [];

        public SaveVerdict Judge(long epoch, long number) => SaveRule.Judge(Epoch, Segments.Count > 0 ? Segments.Keys.Last() : null, epoch, number);

        public void Store(TaskCheckpoint checkpoint, byte[] segment)
        {
            Checkpoint = checkpoint.Encode();
            Segments[checkpoint.NewestSegment] = segment;
            foreach (var old in Segments.Keys.Where(number => number < checkpoint.OldestSegment).ToList()) Segments.Remove(old);
        }
    }
}
