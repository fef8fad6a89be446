using Microsoft.Extensions.Logging;
using RiskEngine.Core.Events;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Running;

/// <summary>Decides when a task takes a checkpoint, takes it between two inputs, and has it stored while the task goes on.</summary>
/// <remarks>
/// Order: snapshot; then, while the task goes on, wait until all that was published before the snapshot is acknowledged; then store state and offset in one
/// fenced step. A crash in between repeats transitions with the same ids. Owned by the task's thread.
/// </remarks>
internal sealed partial class Checkpointer : IAsyncDisposable
{
    private static readonly TimeSpan CommitPulse = TimeSpan.FromMilliseconds(500);

    private readonly TaskProgram _task;
    private readonly TaskEnvironment _environment;
    private readonly CheckpointSaver _saver;
    private readonly bool _standsStill;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _givenUp = new();
    private Task _saving = Task.CompletedTask;
    private DateTimeOffset _savingSince;
    private DateTimeOffset _next;
    private bool _changed;
    private bool _savesPlaceOnly;
    private int _lastLength;

    /// <param name="task">The task.</param>
    /// <param name="saver">Stores its checkpoints.</param>
    /// <param name="standsStill">Whether the task waits while one is stored: what it published meanwhile would be in the transaction, and not in its checkpoint.</param>
    /// <param name="environment">Pace, room for segments, and the clock.</param>
    /// <param name="log">Told when the task is held up.</param>
    public Checkpointer(TaskProgram task, CheckpointSaver saver, bool standsStill, TaskEnvironment environment, ILogger log)
    {
        (_task, _saver, _standsStill, _environment, _log) = (task, saver, standsStill, environment, log);
        _next = environment.Checkpoints.First(environment.Time.GetUtcNow());
    }

    /// <summary>Counts what is published before the next checkpoint.</summary>
    public Acknowledgements Acknowledgements { get; private set; } = new();

    /// <summary>Cancelled when no checkpoint is to be stored any more.</summary>
    public CancellationToken GivenUp => _givenUp.Token;

    /// <summary>The last one that was stored; null before the first.</summary>
    public SavedCheckpoint? Last => _saver.Last;

    /// <summary>Attempts to store that failed.</summary>
    public long Failures => _saver.Failures;

    /// <summary>What the checkpoint on its way waits for, in words that follow "waits for"; null where none is on its way.</summary>
    public string? WaitsFor => _saver.WaitsFor;

    /// <summary>How long the task stood still for snapshots.</summary>
    public TimeSpan SnapshotTime { get; private set; }

    /// <summary>When the checkpoint that is being stored was taken; null where none is.</summary>
    public DateTimeOffset? UnsavedSince => _saving.IsCompletedSuccessfully ? null : _savingSince;

    /// <summary>Whether everything that the task did is stored. During a rebuild there is nothing to store.</summary>
    public bool IsSaved => _task.Rebuild is not null || (!_changed && (_saving.IsCompletedSuccessfully || _savesPlaceOnly));

    /// <summary>Notes that the state is not as the last checkpoint has it.</summary>
    public void Changed() => _changed = true;

    /// <summary>Stores nothing any more.</summary>
    public void GiveUp() => _givenUp.Cancel();

    /// <summary>Ends the task where a checkpoint could not be stored.</summary>
    public async ValueTask ThrowIfFailed()
    {
        if (_saving.IsFaulted) await _saving.ConfigureAwait(false);
    }

    /// <summary>Stores the place of a task that has nothing stored yet, before it reads anything, so that what retention removes from then on is noticed.</summary>
    public async Task SavePlace(CancellationToken stop)
    {
        Take(_environment.Time.GetUtcNow());
        _savesPlaceOnly = true;
        await _saving.WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Takes a checkpoint where one is due; holds the task up where the store is too far behind.</summary>
    /// <param name="report">Told how the task stands while it is held up.</param>
    /// <param name="stop">Ends a wait.</param>
    public async ValueTask Attend(Action<TaskPhase> report, CancellationToken stop)
    {
        var now = _environment.Time.GetUtcNow();
        if (!_saving.IsCompleted)
        {
            if (now - _savingSince <= _environment.MaxUnsaved) return;
            LogBlocked(_task.Id, _environment.MaxUnsaved);
            report(TaskPhase.Blocked);
            await _saving.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_saving.IsCompletedSuccessfully) return;
        }

        if (now < _next || !_changed || !_task.MayStore) return;
        Take(now);
        if (_standsStill) await WaitUntilCommitted(report, stop).ConfigureAwait(false);
    }

    /// <summary>Stores all that is not stored yet, and the events that wait.</summary>
    public async Task SaveLast(CancellationToken abandon)
    {
        await _saving.WaitAsync(abandon).ConfigureAwait(false);
        if (_task.MayStore && (_changed || _task.HasWaiting)) Take(_environment.Time.GetUtcNow(), isLast: true);
        await _saving.WaitAsync(abandon).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _givenUp.CancelAsync().ConfigureAwait(false);
        await _saving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _givenUp.Dispose();
    }

    private async Task WaitUntilCommitted(Action<TaskPhase> report, CancellationToken stop)
    {
        while (!_saving.IsCompleted && !stop.IsCancellationRequested)
        {
            await Task.WhenAny(_saving, Task.Delay(CommitPulse, _environment.Time, stop)).ConfigureAwait(false);
            report(_environment.Time.GetUtcNow() - _savingSince > _environment.MaxUnsaved ? TaskPhase.Blocked : TaskPhase.Running);
        }
    }

    private void Take(DateTimeOffset now, bool isLast = false)
    {
        var started = _environment.Time.GetTimestamp();
        var segment = _environment.Segments.Take(_lastLength);
        var checkpoint = _task.Checkpoint(ref segment, out var length, keepsWaiting: isLast);
        _lastLength = length;
        SnapshotTime += _environment.Time.GetElapsedTime(started);
        _next = _environment.Checkpoints.Next(now, length);
        var published = Acknowledgements;
        Acknowledgements = new Acknowledgements();
        published.Close();
        _changed = false;
        _savesPlaceOnly = false;
        _savingSince = now;
        _saving = _saver.Save(checkpoint, segment, length, published, now, _givenUp.Token);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {Task} reads no further: its checkpoint could not be stored for {MaxUnsaved}")]
    private partial void LogBlocked(TaskId task, TimeSpan maxUnsaved);
}
