namespace RiskEngine.Pipeline.Running;

/// <summary>What one task published between two checkpoints: complete when every piece of it is known to have arrived.</summary>
/// <remarks>The task counts what it sends; outputs acknowledge from any thread.</remarks>
public sealed class Acknowledgements
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _open = 1;

    /// <summary>Completes when no more can come and all is acknowledged; fails when something is refused for good.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Pieces that were sent and are not acknowledged, plus one while more may come.</summary>
    public long Outstanding => Interlocked.Read(ref _open);

    /// <summary>Something was sent.</summary>
    public void Sent() => Interlocked.Increment(ref _open);

    /// <summary>Something that was sent has arrived.</summary>
    public void Acknowledged()
    {
        if (Interlocked.Decrement(ref _open) == 0) _completion.TrySetResult();
    }

    /// <summary>Something that was sent never arrives: the task must restart from its checkpoint.</summary>
    /// <param name="reason">Why, e.g. <c>Kafka refused a record for good: …</c></param>
    public void Failed(string reason)
    {
        _completion.TrySetException(new InvalidOperationException(reason));
        Acknowledged();
    }

    /// <summary>Says that nothing further belongs to them.</summary>
    public void Close() => Acknowledged();
}
