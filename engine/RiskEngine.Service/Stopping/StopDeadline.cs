using Microsoft.Extensions.Logging;

namespace RiskEngine.Service.Stopping;

/// <summary>The one deadline of a stop, which every wait on the way out draws on; each says what it waits for, at once and every few seconds.</summary>
/// <remarks>Any thread may call. What does not end in time is left behind: nothing here cancels it.</remarks>
public sealed partial class StopDeadline
{
    /// <summary>How long a stop may take unless an option says otherwise.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan MostForTheRest = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ForTheEnd = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly List<Func<string>> _waits = [];
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _since;

    /// <summary>Creates the deadline; it runs from <see cref="Begin"/> on.</summary>
    /// <param name="limit">How long the stop may take; above zero.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="log">Told of every wait.</param>
    public StopDeadline(TimeSpan limit, TimeProvider time, ILogger log)
    {
        Limit = limit;
        _time = time;
        _log = log;
    }

    /// <summary>How long the stop may take.</summary>
    public TimeSpan Limit { get; }

    /// <summary>Completes when the stop begins.</summary>
    public Task Begun => _begun.Task;

    /// <summary>What is left; all of it before the stop begins, never below zero.</summary>
    public TimeSpan Remaining
    {
        get
        {
            lock (_gate) return !_begun.Task.IsCompleted ? Limit : Limit > _time.GetElapsedTime(_since) ? Limit - _time.GetElapsedTime(_since) : TimeSpan.Zero;
        }
    }

    /// <summary>What is left for the tasks: a part is kept for what comes after them (giving the partitions back, closing the clients).</summary>
    public TimeSpan RemainingForTasks
    {
        get
        {
            var rest = Limit / 4 < MostForTheRest ? Limit / 4 : MostForTheRest;
            return Remaining > rest ? Remaining - rest : TimeSpan.Zero;
        }
    }

    /// <summary>What is left for a client to close: a moment is kept for saying how the stop went.</summary>
    /// <param name="atMost">Longest wait for it, so that one client that hangs does not use up all there is.</param>
    public TimeSpan ForClients(TimeSpan atMost)
    {
        var left = Remaining - ForTheEnd;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < atMost ? left : atMost;
    }

    /// <summary>What is being waited for now.</summary>
    public IReadOnlyList<string> Waits
    {
        get
        {
            lock (_gate) return [.. _waits.Select(wait => wait())];
        }
    }

    /// <summary>Starts the clock; a later call changes nothing.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (_begun.Task.IsCompleted) return;
            _since = _time.GetTimestamp();
            _begun.SetResult();
        }

        LogBegins(Limit.TotalSeconds);
    }

    /// <summary>Waits for a piece of work.</summary>
    /// <param name="what">What it is, in words that follow "waits for"; asked anew for every line.</param>
    /// <param name="work">The work. Its failure is logged and counts as its end.</param>
    /// <param name="atMost">Longest wait; the deadline bounds it in any case.</param>
    /// <returns>False where it has not ended.</returns>
    public async Task<bool> WaitFor(Func<string> what, Task work, TimeSpan atMost)
    {
        if (!work.IsCompleted) await WaitUntilEnded(what, work, atMost).ConfigureAwait(false);
        if (work.IsFaulted) LogFailed(what(), work.Exception.GetBaseException().Message);
        return work.IsCompleted;
    }

    private async Task WaitUntilEnded(Func<string> what, Task work, TimeSpan atMost)
    {
        var started = _time.GetTimestamp();
        var most = atMost < Remaining ? atMost : Remaining;
        lock (_gate) _waits.Add(what);
        try
        {
            while (!work.IsCompleted && most - _time.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
            {
                LogWaits(what(), Remaining.TotalSeconds);
                await Paused(work, left < Between ? left : Between).ConfigureAwait(false);
            }

            if (!work.IsCompleted) LogLeavesBehind(what(), _time.GetElapsedTime(started).TotalSeconds);
        }
        finally
        {
            lock (_gate) _waits.Remove(what);
        }
    }

    private async Task Paused(Task work, TimeSpan pause)
    {
        using var over = new CancellationTokenSource();
        await Task.WhenAny(work, Task.Delay(pause, _time, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping, within {Limit:0.#} s")]
    private partial void LogBegins(double limit);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: waits for {What}; {Left:0.0} s left")]
    private partial void LogWaits(string what, double left);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stopping: no longer waits for {What}, after {Waited:0.0} s")]
    private partial void LogLeavesBehind(string what, double waited);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stopping: {What} failed: {Reason}")]
    private partial void LogFailed(string what, string reason);
}
