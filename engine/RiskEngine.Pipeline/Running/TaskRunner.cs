using Microsoft.Extensions.Logging;
using RiskEngine.Core.Events;

namespace RiskEngine.Pipeline.Running;

/// <summary>Runs one task: restores it, lets its loop work, and restores it again when that has failed, until it is asked to stop.</summary>
public sealed partial class TaskRunner
{
    private readonly ITaskSource _source;
    private readonly TaskEnvironment _environment;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abandon = new();
    private TaskReport _status;
    private DateTimeOffset _mayMakeRoom;
    private Task _completion = Task.CompletedTask;
    private Task _closing = Task.CompletedTask;
    private bool _isSaved = true;
    private TaskLoop? _loop;

    /// <summary>Prepares the runner; <see cref="Start"/> starts it.</summary>
    /// <param name="source">What the task reads.</param>
    /// <param name="environment">What tasks share.</param>
    /// <param name="log">Told what an operator must hear.</param>
    public TaskRunner(ITaskSource source, TaskEnvironment environment, ILogger log)
    {
        _source = source;
        _environment = environment;
        _log = log;
        _status = new TaskReport { Id = source.Id, Phase = TaskPhase.Acquiring, ReportedAt = environment.Time.GetUtcNow() };
    }

    /// <summary>What the task said of itself last.</summary>
    public TaskReport Status => Volatile.Read(ref _status);

    /// <summary>Completes when the task has ended.</summary>
    public Task Completion => _completion;

    /// <summary>Completes when its outputs are closed too, which the other side may hold up.</summary>
    public Task Closing => _closing;

    /// <summary>Whether all that it did is stored.</summary>
    public bool IsSaved => Volatile.Read(ref _isSaved);

    /// <summary>What keeps it from ending; null where nobody knows.</summary>
    public string? WaitsFor => Volatile.Read(ref _loop)?.WaitsFor;

    /// <summary>Starts the task on the thread pool.</summary>
    public void Start() => _completion = Task.Run(RunUntilStopped);

    /// <summary>Asks the task to finish its input, save, and end.</summary>
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

    /// <summary>Runs one ownership.</summary>
    /// <returns>False where it failed and another is to follow.</returns>
    private async Task<bool> TryRunToEnd()
    {
        try
        {
            if (!await RunOnce().ConfigureAwait(false)) return true;
            _mayMakeRoom = _environment.Time.GetUtcNow() + _environment.Tasks.Expiry.Period;
            LogMakesRoom(_source.Id);
        }
        catch (FencedException fault)
        {
            LogFenced(_source.Id, fault.Message, _environment.TakeBackAfter);
            await Pause(_environment.TakeBackAfter).ConfigureAwait(false);
        }
        catch (Exception) when (_abandon.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogRestart(fault, _source.Id, fault.Message);
            await Pause(TaskEnvironment.RestartDelay).ConfigureAwait(false);
        }

        return false;
    }

    /// <summary>Runs one ownership to its end, all stored.</summary>
    /// <returns>Whether another is to follow.</returns>
    private async Task<bool> RunOnce()
    {
        var outputs = _environment.OpenOutputs(_source.Id);
        try
        {
            return await RunOnce(outputs).ConfigureAwait(false);
        }
        finally
        {
            _closing = Task.WhenAll(outputs.Select(output => output.DisposeAsync().AsTask()));
            if (!_stop.IsCancellationRequested) await _closing.ConfigureAwait(false);
        }
    }

    private async Task<bool> RunOnce(IReadOnlyList<IAlertOutput> outputs)
    {
        var restorer = new TaskRestorer(_source.Id, _environment, phase => Report(Status with { Phase = phase }), _log, _stop.Token);
        var restored = await restorer.Restore(outputs.OfType<ITransactionalOutput>().SingleOrDefault()).ConfigureAwait(false);
        var place = await _source.StartAt(restored.Resume).WaitAsync(_stop.Token).ConfigureAwait(false);
        if (restored.IsNew) restored.Task.BeginAt(place);
        var recorder = RecorderOf(restored);
        var source = recorder ?? _source;
        using var requests = recorder?.Requests;
        await using var loop = new TaskLoop(restored.Runnable, (restored.Epoch, restored.RulesVersion), source, outputs, _environment, Report, _log);
        Volatile.Write(ref _loop, loop);
        Volatile.Write(ref _isSaved, false);
        try
        {
            if (restored.IsNew) await loop.SavePlace(_stop.Token).ConfigureAwait(false);
            return await loop.Run(_stop.Token, _abandon.Token, _mayMakeRoom).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _isSaved, loop.IsSaved);
        }
    }

    /// <summary>Puts the task's ticks, and what is asked of it, on the log of recorded inputs before the task sees them; null where they are not recorded.</summary>
    private TickRecorder? RecorderOf(RestoredTask restored)
    {
        if (restored.Ticks is not { } ticks || _environment.Ticks is not { } log) return null;
        return new TickRecorder(_source, restored.Task, restored.Epoch, log, ticks, _environment.Time, _log)
        {
            Requests = _environment.Requests?.Open(_source.Id, ticks.End.Requests),
        };
    }

    private void Report(TaskReport status) => Volatile.Write(ref _status, status with { ReportedAt = _environment.Time.GetUtcNow() });

    private Task Pause(TimeSpan delay) => Task.Delay(delay, _environment.Time, _stop.Token);

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {Task} restarts from its checkpoint: {Reason}")]
    private partial void LogRestart(Exception fault, TaskId task, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {Task} stops: {Reason}; unless the group takes it away, it is taken back after {Delay}")]
    private partial void LogFenced(TaskId task, string reason, TimeSpan delay);

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {Task} starts again from its checkpoint to make room: names that are not in use any more fill it")]
    private partial void LogMakesRoom(TaskId task);
}
