namespace RiskEngine.Reading.Changes;

/// <summary>The latest events, for all who look on. Each reads at its own pace, and who falls behind by more than is kept is told so: nothing is queued for anybody.</summary>
/// <remarks>One thread publishes; any thread may read.</remarks>
/// <param name="mostEvents">How many events are kept.</param>
/// <param name="mostBytes">How many bytes of them.</param>
public sealed class ChangeRing(int mostEvents = 1_024, long mostBytes = 16 * 1024 * 1024)
{
    private readonly Lock _gate = new();
    private readonly Queue<ChangeEvent> _kept = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _bytes;
    private long _last;

    /// <summary>Number of the latest event, whether it is kept or not.</summary>
    public long Last
    {
        get
        {
            lock (_gate) return _last;
        }
    }

    /// <summary>Adds an event; the oldest make room for it.</summary>
    public void Publish(string kind, ReadOnlyMemory<byte> data)
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            _kept.Enqueue(new ChangeEvent(++_last, kind, data));
            _bytes += data.Length;
            while (_kept.Count > mostEvents || (_bytes > mostBytes && _kept.Count > 1)) _bytes -= _kept.Dequeue().Data.Length;
            (told, _next) = (_next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        told.SetResult();
    }

    /// <summary>Notes that something happened which nobody noted: who comes back with an older number has missed it.</summary>
    public void Skip()
    {
        lock (_gate)
        {
            _last++;
            _kept.Clear();
            _bytes = 0;
        }
    }

    /// <summary>The events after a number.</summary>
    /// <returns>Null where some of them are no longer kept, or the number has not been given out.</returns>
    public IReadOnlyList<ChangeEvent>? After(long number)
    {
        lock (_gate)
        {
            var oldest = _kept.TryPeek(out var first) ? first.Number : _last + 1;
            if (number > _last || number + 1 < oldest) return null;
            return [.. _kept.Skip((int)(number + 1 - oldest))];
        }
    }

    /// <summary>Completes when there is an event after a number.</summary>
    public Task WaitBeyond(long number)
    {
        lock (_gate) return _last > number ? Task.CompletedTask : _next.Task;
    }
}
