namespace RiskEngine.Redis;

/// <summary>Finds out why Redis cannot be reached, beside the steps that fail meanwhile, and keeps it until a step is served.</summary>
/// <remarks>The client remembers how a connection was lost, not why it cannot be opened again: a password that was changed would be told as a connection that was closed.
/// Any thread may call.</remarks>
internal sealed class Outage(Func<CancellationToken, Task<string?>> findFaults, TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private string? _reason;
    private long _lookedAt;
    private bool _looks;
    private bool _lasts;

    /// <summary>The reason, as far as it is known.</summary>
    public string? Reason
    {
        get
        {
            lock (_lock) return _reason;
        }
    }

    /// <summary>A step failed because there is no connection: looks for the reason, unless that was done a moment ago.</summary>
    public void Goes()
    {
        lock (_lock)
        {
            if (_looks || (_lasts && time.GetElapsedTime(_lookedAt) < Between)) return;
            (_looks, _lasts, _lookedAt) = (true, true, time.GetTimestamp());
        }

        _ = Look();
    }

    /// <summary>A step was served.</summary>
    public void Ends()
    {
        lock (_lock) (_lasts, _reason) = (false, null);
    }

    private async Task Look()
    {
        string? found = null;
        try
        {
            found = await findFaults(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _looks = false;
                if (_lasts) _reason = found;
            }
        }
    }
}
