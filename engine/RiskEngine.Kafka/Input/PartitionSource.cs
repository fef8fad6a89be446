using System.Diagnostics.CodeAnalysis;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Kafka.Input;

/// <summary>An assigned partition as its task's source: its batches, and the clock that goes on while nothing comes.</summary>
/// <param name="partition">The partition.</param>
/// <param name="idleAfter">Silence after which it counts as idle and its clock ticks by itself.</param>
/// <param name="time">Wall clock.</param>
public sealed class PartitionSource(LogPartition partition, TimeSpan idleAfter, TimeProvider time) : ITaskSource
{
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(50);
    private readonly IdleClock _idle = new(idleAfter, time);
    private Task<bool>? _waiting;
    private bool _hasRead = true;
    private bool _mayTick;

    /// <inheritdoc/>
    public TaskId Id => partition.Id;

    /// <inheritdoc/>
    public bool AtEnd => partition.AtEnd;

    /// <inheritdoc/>
    public long? Lag => partition.Lag;

    /// <inheritdoc/>
    public Task<long> StartAt(long? offset) => partition.StartAt(offset);

    /// <inheritdoc/>
    public bool TryTake(EventTime watermark, [NotNullWhen(true)] out TaskInput? input)
    {
        if (partition.TryRead(out var records))
        {
            (_hasRead, input) = (true, new TaskInput.Records(records));
            return true;
        }

        // As long as it is unknown whether records are waiting, time must not move past them.
        if (_hasRead || !partition.AtEnd) _idle.StartFrom(watermark);
        _hasRead = false;
        input = _mayTick && _idle.Tick() is { } reached ? new TaskInput.Tick(reached) : null;
        _mayTick = false;
        return input is not null;
    }

    /// <inheritdoc/>
    public void Return(TaskInput input)
    {
        if (input is TaskInput.Records records) partition.Return(records.Batch);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitAsync(CancellationToken stop)
    {
        _waiting ??= partition.WaitToReadAsync(CancellationToken.None).AsTask();
        if (await Task.WhenAny(_waiting, Task.Delay(Pulse, time, stop)).ConfigureAwait(false) != _waiting)
        {
            _mayTick = true;
            return true;
        }

        var isThereMore = await _waiting.ConfigureAwait(false);
        _waiting = null;
        return isThereMore;
    }

    /// <inheritdoc/>
    public void Commit(long nextOffset) => partition.Commit(nextOffset);
}
