using Microsoft.Extensions.Logging;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Signals;
using RiskEngine.Core.State;
using RiskEngine.Core.Tasks;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Pipeline.Ticks;

namespace RiskEngine.Pipeline.Running;

/// <summary>Takes a task over: raises its epoch, ends what the last owner left between two steps, and brings its state back, from the store or else from the log.</summary>
/// <param name="id">The task.</param>
/// <param name="environment">What tasks share.</param>
/// <param name="report">Told how far it is.</param>
/// <param name="log">Told what an operator must hear.</param>
/// <param name="stop">Ends it.</param>
internal sealed partial class TaskRestorer(TaskId id, TaskEnvironment environment, Action<TaskPhase> report, ILogger log, CancellationToken stop)
{
    private readonly ILogger _log = log;

    /// <summary>Restores the task, however long store and log take to answer.</summary>
    /// <param name="transactions">Where its alerts are published in transactions; null where at least once.</param>
    /// <exception cref="FencedException">Another owner has taken it meanwhile.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public async Task<RestoredTask> Restore(ITransactionalOutput? transactions)
    {
        var stored = await Acquire().ConfigureAwait(false);
        if (transactions is not null) stored = await EndPending(transactions, stored).ConfigureAwait(false);
        report(TaskPhase.Restoring);
        var rules = environment.Rules.Current;
        var signals = await FindSignals(stored.Epoch, rules).ConfigureAwait(false);
        var (runnable, resume) = await Restored(stored, rules, signals).ConfigureAwait(false);
        var task = runnable.Program;
        if (task is TaskState { SignalFault: { } fault }) throw new DependencyException(fault);
        LogRestored(id, stored.Epoch, resume?.ToString() ?? "none", stored.Segments.Sum(segment => (long)segment.Length));
        var ticks = await TakeOverTicks(task, stored).ConfigureAwait(false);
        return new RestoredTask(runnable, stored.Epoch, rules.Version, resume, stored.Checkpoint is null && task.Rebuild is null, ticks);
    }

    /// <summary>How the task tells rules over several partitions what they need; null where it reads signals itself, or there is no topic for them.</summary>
    private async Task<SignalDefinition?> FindSignals(long epoch, ActiveRules.Snapshot rules)
    {
        if (environment.Signals is not { } settings || id.Topic == settings.Topic) return null;
        var topology = await Answered(() => settings.Topics.FindAsync().WaitAsync(stop)).ConfigureAwait(false);
        if (topology.Partitions == 0)
        {
            if (rules.Crossing.Count > 0) LogNoSignals(id, settings.Topic, rules.Crossing.Count);
            return null;
        }

        var source = new SignalSource(id.ToString(), epoch);
        return new SignalDefinition(settings.RouteOf(topology), topology.Producers, source, rules.Crossing);
    }

    /// <summary>Takes over the task's ticks: what an earlier owner records from now on does not count.</summary>
    /// <returns>Those that were recorded and that its state does not contain; null where ticks are not recorded.</returns>
    private async Task<TickHistory?> TakeOverTicks(TaskProgram task, StoredTask stored)
    {
        if (!task.HasIdleClock || environment.Ticks is not { } log) return null;
        var owner = new TickRecord(log.Group, id, stored.Epoch, task.NextOffset, Reached: null, IsFresh: stored.Checkpoint is null);
        var place = await Answered(() => log.AppendAsync(owner).WaitAsync(stop)).ConfigureAwait(false);
        if (stored.Checkpoint is null && task.Rebuild is null) return new TickHistory(new TickPlace(place + 1, stored.Epoch));
        TickPlace? known = task.Rebuild is null ? stored.Checkpoint?.Ticks : null;
        var ticks = await Answered(() => log.ReadAsync(id, known, place).WaitAsync(stop)).ConfigureAwait(false);

        // Where the state is lost, requests may have been taken in whose records the log of ticks has not any more.
        ticks.PassRequests(stored.Checkpoint?.Ticks.Requests ?? 0);
        if (ticks.End.Epoch != stored.Epoch) LogTicksOfOthers(id, stored.Epoch, ticks.End.Epoch);
        return ticks;
    }

    /// <summary>The state as it was stored; where it cannot be read or is gone, what a replay of the log brings back.</summary>
    private async Task<(RunnableTask Task, long? Resume)> Restored(StoredTask stored, ActiveRules.Snapshot rules, SignalDefinition? signals)
    {
        if (stored.Fault is { } lost) LogUnreadable(id, lost);
        if (stored.Checkpoint is null) return await Rebuilt(null, rules, signals).ConfigureAwait(false);
        try
        {
            var task = environment.OpenTask(id, rules, signals);
            return (task, task.Program.Restore(stored, (part, key, reason) => LogRefused(id, part, key, reason)));
        }
        catch (StateFormatException fault) when (!fault.IsNewer)
        {
            LogUnreadable(id, fault.Message);
            return await Rebuilt(stored.Checkpoint, rules, signals).ConfigureAwait(false);
        }
    }

    /// <summary>A task that is to bring its state back from the log; one that starts empty where the log holds nothing that it has handled.</summary>
    private async Task<(RunnableTask Task, long? Resume)> Rebuilt(TaskCheckpoint? lost, ActiveRules.Snapshot rules, SignalDefinition? signals)
    {
        var task = environment.OpenTask(id, rules, signals);
        var place = lost?.ResumeOffset ?? await Asked(history => history.FindCommittedAsync(id)).ConfigureAwait(false);
        if (await FindHistory(place, task.Program).ConfigureAwait(false) is not { } stretch)
        {
            return (task, lost is null ? place : task.Program.RestorePlace(lost));
        }

        task.Program.BeginRebuild(stretch.Start, stretch.End, lost);
        LogRebuilds(id, stretch.Start, stretch.End);
        return (task, stretch.Start);
    }

    private async Task<LogStretch?> FindHistory(long? place, TaskProgram task)
    {
        if (place is not { } known || environment.RebuildAtMost == TimeSpan.Zero) return null;
        var span = task.RebuildSpan < environment.RebuildAtMost ? task.RebuildSpan : environment.RebuildAtMost;
        return await Asked(history => history.FindAsync(id, known, span, task.LatestTime)).ConfigureAwait(false);
    }

    /// <summary>Ends what the last owner may have left between its two steps: finished where its alerts were committed, dropped where not.</summary>
    private async Task<StoredTask> EndPending(ITransactionalOutput transactions, StoredTask stored)
    {
        if (environment.Store is not ITwoStepStore store) throw new InvalidOperationException("delivery: transactional needs a store of two steps");

        var marker = await transactions.OpenAsync().WaitAsync(stop).ConfigureAwait(false);
        if (await store.FindPendingAsync(id, stop).ConfigureAwait(false) is not { } pending) return stored;
        var committed = pending.WasCommitted(marker);
        LogPending(id, pending.Checkpoint.NextOffset, committed ? "finished" : "dropped");
        var ended = committed
            ? await store.TryFinishAsync(id, stored.Epoch, pending, stop).ConfigureAwait(false)
            : await store.TryDropAsync(id, stored.Epoch, stop).ConfigureAwait(false);
        if (!ended) throw new FencedException(id);
        return committed ? await Acquire().ConfigureAwait(false) : stored;
    }

    private Task<StoredTask> Acquire()
    {
        report(TaskPhase.Acquiring);
        return Answered(() => environment.Store.AcquireAsync(id, stop));
    }

    /// <summary>Asks what the log holds.</summary>
    /// <returns>Nothing where there is nobody to ask.</returns>
    private async Task<T?> Asked<T>(Func<ILogHistory, Task<T>> question) =>
        environment.History is { } history ? await Answered(() => question(history).WaitAsync(stop)).ConfigureAwait(false) : default;

    /// <summary>Repeats a question until it is answered.</summary>
    private async Task<T> Answered<T>(Func<Task<T>> question)
    {
        while (true)
        {
            try
            {
                return await question().ConfigureAwait(false);
            }
            catch (DependencyException fault)
            {
                LogWaits(id, fault.Message);
                await Task.Delay(TaskEnvironment.RestartDelay, environment.Time, stop).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {Task} restored: epoch {Epoch}, offset {Offset}, {Bytes} bytes of state")]
    private partial void LogRestored(TaskId task, long epoch, string offset, long bytes);

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {Task}: its stored state cannot be read: {Reason}")]
    private partial void LogUnreadable(TaskId task, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {Task} has lost its state and brings it back: it replays records {Start} to {End} and publishes nothing meanwhile")]
    private partial void LogRebuilds(TaskId task, long start, long end);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {Task}: state of '{Key}' in '{Part}' is refused and will be rebuilt: {Reason}")]
    private partial void LogRefused(TaskId task, string part, string key, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {Task}: the step to offset {Offset} that the last owner left pending is {Ended}")]
    private partial void LogPending(TaskId task, long offset, string ended);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {Task}: the ticks that it records will not count, as a later owner has recorded some "
        + "(epoch {Epoch}, there {Later}); was its state restored from a backup?")]
    private partial void LogTicksOfOthers(TaskId task, long epoch, long later);

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {Task}: there is no topic {Topic}, so {Rules} rules over several partitions are told nothing; make it "
        + "(riskengine topics create) and start the engine again")]
    private partial void LogNoSignals(TaskId task, string topic, int rules);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {Task} waits: {Reason}")]
    private partial void LogWaits(TaskId task, string reason);
}
