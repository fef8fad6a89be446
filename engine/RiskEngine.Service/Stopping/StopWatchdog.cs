namespace RiskEngine.Service.Stopping;

/// <summary>Ends the process when the deadline of its stop is over, whatever hangs: it has a thread of its own and asks nothing of the pool.</summary>
public sealed class StopWatchdog : IDisposable
{
    /// <summary>For the last line and the end itself, so that the process is gone at the deadline and not after it.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(500);

    private readonly StopDeadline _deadline;
    private readonly Action _end;
    private readonly ManualResetEventSlim _called = new();
    private readonly ManualResetEventSlim _off = new();

    /// <summary>Waits for the stop to begin, then for its deadline.</summary>
    /// <param name="deadline">The deadline.</param>
    /// <param name="end">Says what is left undone and ends the process.</param>
    public StopWatchdog(StopDeadline deadline, Action end)
    {
        _deadline = deadline;
        _end = end;
        new Thread(Watch) { IsBackground = true, Name = "stop watchdog" }.Start();
        _ = deadline.Begun.ContinueWith(_ => _called.Set(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Calls it off: the process ends by itself.</summary>
    public void Dispose()
    {
        _off.Set();
        _called.Set();
    }

    private void Watch()
    {
        _called.Wait();
        while (_deadline.Remaining - Lead is var left && left > TimeSpan.Zero)
        {
            if (_off.Wait(left)) return;
        }

        if (!_off.IsSet) _end();
    }
}
