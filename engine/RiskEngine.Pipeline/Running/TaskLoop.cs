using Microsoft.Extensions.Logging;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Signals;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Running;

/// <summary>One ownership of a task, from its restored state to its last checkpoint: take an input, push it through the data path, publish, checkpoint, report.</summary>
/// <remarks>All of it on one thread at a time. An exception ends the ownership; the next begins from the checkpoint.</remarks>
internal sealed partial class TaskLoop : IAsyncDisposable
{
    private static readonly TimeSpan DriftPause = TimeSpan.FromMilliseconds(20);
    private readonly TaskProgram _task;
    private readonly ITaskSource _source;
    private readonly IReadOnlyList<IAlertOutput> _outputs;
    private readonly TaskEnvironment _environment;
    private readonly RuleSwitch? _rules;
    private readonly SignalMarks? _marks;
    private readonly DriftCap? _drift;
    private readonly Rebuilder _rebuilder;
    private readonly Checkpointer _checkpointer;
    private readonly TaskReporter _reporter;
    private readonly TaskPump _pump;
    private readonly ILogger _log;
    private int _published;

    /// <param name="runnable">The task, restored.</param>
    /// <param name="owner">The fencing epoch, and the version of the rules that the task was made with.</param>
    /// <param name="source">What it reads, standing where the task goes on.</param>
    /// <param name="outputs">Where what it finds goes, open.</param>
    /// <param name="environment">What tasks share.</param>
    /// <param name="report">Receives what the task says of itself.</param>
    /// <param name="log">Told what an operator must hear.</param>
    public TaskLoop(
        RunnableTask runnable, (long Epoch, int RulesVersion) owner, ITaskSource source,
        IReadOnlyList<IAlertOutput> outputs, TaskEnvironment environment, Action<TaskReport> report, ILogger log)
    {
        var task = runnable.Program;
        (_task, _source, _outputs, _environment, _log) = (task, source, outputs, environment, log);
        var transactions = outputs.OfType<ITransactionalOutput>().SingleOrDefault();
        var saver = new CheckpointSaver(task.Id, owner.Epoch, environment, transactions, source.Commit, log);
        _checkpointer = new Checkpointer(task, saver, transactions is not null, environment, log);
        _rules = task is TaskState evaluating ? new RuleSwitch(environment.Rules, owner.RulesVersion, evaluating) : null;
        _marks = task is TaskState tapped && environment.Signals is { } signals ? new SignalMarks(tapped, source, signals.MarkEvery, environment.Time) : null;
        _drift = environment.Signals?.Drift;
        _rebuilder = new Rebuilder(task);
        _reporter = new TaskReporter(task, source, _checkpointer, environment, report, log);
        _pump = new TaskPump(runnable.Build, Publish);
    }

    /// <summary>Whether all that it did is stored.</summary>
    public bool IsSaved => _checkpointer.IsSaved;

    /// <summary>What its checkpoint on the way waits for; null where none is.</summary>
    public string? WaitsFor => _checkpointer.WaitsFor;

    /// <summary>Stores the place of a task that has nothing stored yet, before it reads anything.</summary>
    public Task SavePlace(CancellationToken stop) => _checkpointer.SavePlace(stop);

    /// <summary>Works until it is asked to stop, and then saves; until it is abandoned, and then does not save; or until unused names fill the task.</summary>
    /// <param name="stop">Asks it to stop.</param>
    /// <param name="abandon">Asks it to leave all as it is.</param>
    /// <param name="mayMakeRoom">From when on it may end, all saved, because a task that is restored is free of unused names.</param>
    /// <returns>Whether that is why it ended, so that another ownership is to follow.</returns>
    public async Task<bool> Run(CancellationToken stop, CancellationToken abandon, DateTimeOffset mayMakeRoom)
    {
        // The calling thread may be one that others wait for, and a busy task does not give its thread back.
        await Task.Yield();
        using var abandoned = abandon.UnsafeRegister(static loop => ((TaskLoop?)loop)?._checkpointer.GiveUp(), this);
        _reporter.Report(_rebuilder.IsActive ? TaskPhase.Rebuilding : TaskPhase.Running);
        var makesRoom = false;
        while (!stop.IsCancellationRequested && !makesRoom)
        {
            if (IsTooFarAhead) await Task.Delay(DriftPause, _environment.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            else if (_source.TryTake(_task.Newest, out var input)) Work(input);
            else if (!await _source.WaitAsync(stop).ConfigureAwait(false)) break;
            await Attend(stop).ConfigureAwait(false);
            makesRoom = _reporter.IsCrowded && _environment.Time.GetUtcNow() >= mayMakeRoom;
        }

        if (abandon.IsCancellationRequested) return false;
        if (!_rebuilder.IsActive)
        {
            _reporter.Report(TaskPhase.Stopping);
            await _checkpointer.SaveLast(abandon).ConfigureAwait(false);
        }

        _reporter.Report(TaskPhase.Stopped);
        return makesRoom && !stop.IsCancellationRequested && !_rebuilder.IsActive;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _drift?.Forget(_task.Id);
        await _checkpointer.DisposeAsync().ConfigureAwait(false);
        _pump.Dispose();
    }

    /// <summary>Whether the task had better wait for others whose signals belong before its own. Who has come to the end of its log is never ahead of the world.</summary>
    private bool IsTooFarAhead => _drift is { } drift && !_source.AtEnd && _task is TaskState { IsTapped: true } && drift.Holds(_task.Newest);

    /// <summary>What is due between two inputs.</summary>
    private async ValueTask Attend(CancellationToken stop)
    {
        await _checkpointer.ThrowIfFailed().ConfigureAwait(false);
        if (_rules?.Next() is { } changed) ChangeRules(changed);
        _reporter.ReportWhenDue();
        if (_rebuilder.IsActive)
        {
            if (!_rebuilder.IsOver(_source.AtEnd)) return;
            Push(new TaskInput.ReplayEnded());
        }

        if (_marks?.Next() is { } mark) _pump.Push(mark);
        await _checkpointer.Attend(_reporter.Report, stop).ConfigureAwait(false);
    }

    private void Work(TaskInput input)
    {
        if (_rebuilder.IsActive)
        {
            foreach (var part in _rebuilder.Inputs(input)) Push(part);
        }
        else
        {
            Push(input);
        }

        if (input is TaskInput.Records) _marks?.HasRead();
        if (_task is TaskState { ReadsSignals: true } reader) _drift?.Reached(reader.Id, reader.SlowestProducer);
        _source.Return(input);
        _reporter.NoteSites();
    }

    private void Push(TaskInput input)
    {
        var rebuild = _task.Rebuild;
        _pump.Push(input);
        _checkpointer.Changed();
        if (input is TaskInput.ReplayEnded && rebuild is not null) LogRebuilt(_task.Id, rebuild.Start, rebuild.End, _task.Newest, _published);
    }

    private void ChangeRules(TaskInput.RulesChanged changed)
    {
        var started = _environment.Time.GetTimestamp();
        Push(changed);
        _reporter.RuleChange = _environment.Time.GetElapsedTime(started);
    }

    private void Publish(TaskOutput output)
    {
        _published = output.Transitions.Count;
        if (output.RuleChange is { } change) LogRules(_task.Id, change.Started.Count, change.Dropped.Count);
        foreach (var one in _outputs) one.Publish(output, _checkpointer.Acknowledgements, _checkpointer.GivenUp);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {Task} changed to the new rules; {Started} windows and memories start empty, {Dropped} parts are dropped")]
    private partial void LogRules(TaskId task, int started, int dropped);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Task {Task} has its state back: records {Start} to {End} were replayed, up to {Watermark}; {Open} alerts are open and published once more")]
    private partial void LogRebuilt(TaskId task, long start, long end, EventTime watermark, int open);
}
