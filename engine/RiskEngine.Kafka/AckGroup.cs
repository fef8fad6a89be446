namespace RiskEngine.Kafka;

/// <summary>The records that one task published between two checkpoints: complete when Kafka has acknowledged every one of them.</summary>
public sealed class AckGroup
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _open = 1;

    /// <summary>Completes when the group is closed and all of its records are acknowledged; fails when one is refused for good.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Records sent, or one more while the group is open, that are not acknowledged.</summary>
    public long Outstanding => Interlocked.Read(ref _open);

    internal void Sent() => Interlocked.Increment(ref _open);

    internal void Acknowledged()
    {
        if (Interlocked.Decrement(ref _open) == 0) _completion.TrySetResult();
    }

    internal void Failed(string reason)
    {
        _completion.TrySetException(new InvalidOperationException($"Kafka refused a record for good: {reason}"));
        Acknowledged();
    }

    /// <summary>Says that no further record belongs to the group.</summary>
    public void Close() => Acknowledged();
}
