namespace RiskEngine.Service.Tests.Stopping;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _now;

    /// <summary>Completes once somebody waits for a later time. Whoever has only said that they will would wait from the time on that the clock is moved to meanwhile.</summary>
    public Task Awaited
    {
        get
        {
            lock (_gate)
            {
                if (_timers.Count > 0) return Task.CompletedTask;
                if (_set.Task.IsCompleted) _set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _set.Task;
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate) return _now.Ticks;
    }

    public override DateTimeOffset GetUtcNow() => new(new DateTime(2026, 5, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(GetTimestamp()));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves it on; timers that fall due are called.</summary>
    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            _now += by;
            due = _timers.FindAll(timer => timer.Due <= _now);
            foreach (var timer in due) _timers.Remove(timer);
        }

        foreach (var timer in due) timer.Call();
    }

    private sealed class ManualTimer(ManualTime time, Action call) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public Action Call => call;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                Due = time._now + dueTime;
                if (dueTime < TimeSpan.Zero) return true;
                time._timers.Add(this);
                time._set.TrySetResult();
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._gate) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
