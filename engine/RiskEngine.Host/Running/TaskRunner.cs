using Microsoft.Extensions.Logging;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.State;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;
using RiskEngine.Host.Stopping;
using RiskEngine.Kafka;
using RiskEngine.Pipeline;

namespace RiskEngine.Host.Running;

/// <summary>Runs one task on the partition that it owns: restores it, pushes batches through its pipeline, publishes, and checkpoints.</summary>
/// <remarks>
/// Order of a checkpoint: snapshot between two batches; then, while the task goes on, wait for Kafka to acknowledge all that was published before the
/// snapshot; then store state and offset in one fenced step. A crash in between repeats transitions with the same ids.
/// </remarks>
public sealed partial class TaskRunner
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    private readonly LogPartition _partition;
    private readonly EngineParts _parts;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abandon = new();
    private TaskReport _status;
    private DateTimeOffset _mayMakeRoom;
    private Task _completion = Task.CompletedTask;
    private Task _closing = Task.CompletedTask;
    private bool _isSaved = true;
    private TaskSession? _session;

    /// <summary>Prepares the runner; <see cref="Start"/> starts it.</summary>
    public TaskRunner(LogPartition partition, EngineParts parts, ILogger log)
    {
        _partition = partition;
        _parts = parts;
        _log = log;
        _status = new TaskReport { Id = partition.Id, Phase = TaskPhase.Acquiring, ReportedAt = parts.Time.GetUtcNow() };
    }

    /// <summary>What the task said of itself last.</summary>
    public TaskReport Status => Volatile.Read(ref _status);

    /// <summary>Completes when the task has ended.</summary>
    public Task Completion => _completion;

    /// <summary>Completes when its clients are closed too, which Kafka may hold up.</summary>
    public Task Closing => _closing;

    /// <summary>Whether all that it did is stored.</summary>
    public bool IsSaved => Volatile.Read(ref _isSaved);

    /// <summary>What keeps it from ending; null where nobody knows.</summary>
    public string? WaitsFor => Volatile.Read(ref _session)?.WaitsFor;

    /// <summary>Starts the task on the thread pool.</summary>
    public void Start() => _completion = Task.Run(RunUntilStopped);

    /// <summary>Asks the task to finish its batch, save, and end.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Ends the task without saving: another owner has it.</summary>
    public void Abandon()
    {
        _abandon.Cancel();
        _stop.Cancel();
    }

    private async Task RunUntilStopped()
    {
        try
        {
            while (!await TryRunToEnd().ConfigureAwait(false))
            {
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped before it could save, or the partition has gone.
        }

        Report(Status with { Phase = TaskPhase.Stopped });
    }

    /// <summary>Runs one session.</summary>
    /// <returns>False where it failed and another is to follow.</returns>
    private async Task<bool> TryRunToEnd()
    {
        try
        {
            if (!await RunOnce().ConfigureAwait(false)) return true;
            _mayMakeRoom = _parts.Time.GetUtcNow() + _parts.Tasks.Expiry.Period;
            LogMakesRoom(_partition.Id);
        }
        catch (FencedException fault)
        {
            LogFenced(_partition.Id, fault.Message, _parts.TakeBackAfter);
            await Pause(_parts.TakeBackAfter).ConfigureAwait(false);
        }
        catch (Exception) when (_abandon.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogRestart(fault, _partition.Id, fault.Message);
            await Pause(RestartDelay).ConfigureAwait(false);
        }

        return false;
    }

    /// <summary>Runs one session to its end, all stored.</summary>
    /// <returns>Whether another is to follow.</returns>
    private async Task<bool> RunOnce()
    {
        var transactions = _parts.CreateTransactions?.Invoke(_partition.Id);
        try
        {
            return await RunOnce(transactions).ConfigureAwait(false);
        }
        finally
        {
            if (transactions is not null) _closing = transactions.DisposeAsync().AsTask();
            if (!_stop.IsCancellationRequested) await _closing.ConfigureAwait(false);
        }
    }

    private async Task<bool> RunOnce(TaskTransactions? transactions)
    {
        var stored = await Acquire().ConfigureAwait(false);
        if (transactions is not null) stored = await EndPending(transactions, stored).ConfigureAwait(false);
        Report(Status with { Phase = TaskPhase.Restoring });
        var rules = _parts.Rules.Current;
        var (task, resume) = await Restored(stored, _parts.Tasks with { Rules = rules.Rules }).ConfigureAwait(false);
        LogRestored(_partition.Id, stored.Epoch, resume?.ToString() ?? "none", stored.Segments.Sum(segment => (long)segment.Length));
        var place = await _partition.StartAt(resume).WaitAsync(_stop.Token).ConfigureAwait(false);
        var isNew = stored.Checkpoint is null && task.Rebuild is null;
        if (isNew) task.BeginAt(place);
        await using var session = new TaskSession(task, stored.Epoch, rules.Version, _partition, _parts, this, transactions, _log);
        Volatile.Write(ref _session, session);
        Volatile.Write(ref _isSaved, false);
        try
        {
            if (isNew) await session.SavePlace(_stop.Token).ConfigureAwait(false);
            return await session.Run(_stop.Token, _abandon.Token, _mayMakeRoom).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _isSaved, session.IsSaved);
        }
    }

    /// <summary>The state as it was stored; where it cannot be read or is gone, what a replay of the log brings back.</summary>
    private async Task<(TaskState Task, long? Resume)> Restored(StoredTask stored, TaskParts parts)
    {
        if (stored.Fault is { } lost) LogUnreadable(_partition.Id, lost);
        if (stored.Checkpoint is null) return await Rebuilt(null, parts).ConfigureAwait(false);
        try
        {
            var task = new TaskState(_partition.Id, parts);
            return (task, task.Restore(stored, (part, key, reason) => LogRefused(_partition.Id, part, key, reason)));
        }
        catch (StateFormatException fault) when (!fault.IsNewer)
        {
            LogUnreadable(_partition.Id, fault.Message);
            return await Rebuilt(stored.Checkpoint, parts).ConfigureAwait(false);
        }
    }

    /// <summary>A task that is to bring its state back from the log; one that starts empty where the log holds nothing that it has handled.</summary>
    private async Task<(TaskState Task, long? Resume)> Rebuilt(TaskCheckpoint? lost, TaskParts parts)
    {
        var task = new TaskState(_partition.Id, parts);
        var place = lost?.ResumeOffset ?? await Asked(history => history.FindCommitted(_partition.Id)).ConfigureAwait(false);
        if (await FindHistory(place, parts).ConfigureAwait(false) is not { } stretch)
        {
            return (task, lost is null ? place : task.RestorePlace(lost));
        }

        task.BeginRebuild(stretch.Start, stretch.End, lost);
        LogRebuilds(_partition.Id, stretch.Start, stretch.End);
        return (task, stretch.Start);
    }

    private async Task<LogStretch?> FindHistory(long? place, TaskParts parts)
    {
        if (place is null || _parts.RebuildAtMost == TimeSpan.Zero) return null;
        var span = parts.RebuildSpan < _parts.RebuildAtMost ? parts.RebuildSpan : _parts.RebuildAtMost;
        var decoder = new EventDecoder(parts.Decoding, new Vocabulary(), parts.CreatePseudonymizer());
        return await Asked(history => history.Find(_partition.Id, place, span, LatestTime)).ConfigureAwait(false);

        EventTime? LatestTime(RecordBatch records)
        {
            var events = new EventBatch();
            decoder.Decode(records, events, []);
            EventTime? latest = null;
            foreach (ref readonly var e in events.Events)
            {
                if (latest is null || e.Time > latest) latest = e.Time;
            }

            return latest;
        }
    }

    /// <summary>Asks what the log holds until Kafka answers.</summary>
    /// <returns>Nothing where there is nobody to ask.</returns>
    private async Task<T?> Asked<T>(Func<LogHistory, T> question)
    {
        if (_parts.History is not { } history) return default;
        while (true)
        {
            try
            {
                return await OwnThread.Run(() => question(history)).WaitAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (DependencyException fault)
            {
                LogStore(_partition.Id, fault.Message);
                await Pause(RestartDelay).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends what the last owner may have left between its two steps: finished where Kafka has committed its alerts, dropped where not.</summary>
    private async Task<StoredTask> EndPending(TaskTransactions transactions, StoredTask stored)
    {
        if (_parts.Store is not ITwoStepStore store) throw new InvalidOperationException("delivery: transactional needs a store of two steps");

        var marker = await transactions.OpenAsync().WaitAsync(_stop.Token).ConfigureAwait(false);
        if (await store.FindPendingAsync(_partition.Id, _stop.Token).ConfigureAwait(false) is not { } pending) return stored;
        var committed = pending.WasCommitted(marker);
        LogPending(_partition.Id, pending.Checkpoint.NextOffset, committed ? "finished" : "dropped");
        var ended = committed
            ? await store.TryFinishAsync(_partition.Id, stored.Epoch, pending, _stop.Token).ConfigureAwait(false)
            : await store.TryDropAsync(_partition.Id, stored.Epoch, _stop.Token).ConfigureAwait(false);
        if (!ended) throw new FencedException(_partition.Id);
        return committed ? await Acquire().ConfigureAwait(false) : stored;
    }

    private async Task<StoredTask> Acquire()
    {
        Report(Status with { Phase = TaskPhase.Acquiring });
        while (true)
        {
            try
            {
                return await _parts.Store.AcquireAsync(_partition.Id, _stop.Token).ConfigureAwait(false);
            }
            catch (DependencyException fault)
            {
                LogStore(_partition.Id, fault.Message);
                await Pause(RestartDelay).ConfigureAwait(false);
            }
        }
    }

    internal void Report(TaskReport status) => Volatile.Write(ref _status, status with { ReportedAt = _parts.Time.GetUtcNow() });

    private Task Pause(TimeSpan delay) => Task.Delay(delay, _parts.Time, _stop.Token);

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {Task} restarts from its checkpoint: {Reason}")]
    private partial void LogRestart(Exception fault, TaskId task, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {Task} stops: {Reason}; unless the group takes it away, it is taken back after {Delay}")]
    private partial void LogFenced(TaskId task, string reason, TimeSpan delay);

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {Task} starts again from its checkpoint to make room: names that are not in use any more fill it")]
    private partial void LogMakesRoom(TaskId task);

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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {Task} waits: {Reason}")]
    private partial void LogStore(TaskId task, string reason);
}
