using Microsoft.Extensions.Logging;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Kafka;
using RiskEngine.Pipeline;

namespace RiskEngine.Host.Running;

/// <summary>One ownership of a task, from its restored state to its last checkpoint.</summary>
internal sealed partial class TaskSession : IAsyncDisposable
{
    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan StoreRetry = TimeSpan.FromMilliseconds(500);

    private readonly TaskState _task;
    private readonly LogPartition _partition;
    private readonly EngineParts _parts;
    private readonly TaskRunner _runner;
    private readonly TaskTransactions? _transactions;
    private readonly KafkaPublisher _output;
    private readonly CheckpointSaver _saver;
    private readonly ILogger _log;
    private readonly TaskPump _pump;
    private readonly TaskBatch _batch = new();
    private readonly AlertJson _json = new();
    private readonly IdleClock _idle;
    private readonly CancellationTokenSource _cancelSaving = new();
    private AckGroup _acks = new();
    private Task _saving = Task.CompletedTask;
    private DateTimeOffset _savingSince;
    private DateTimeOffset _nextCheckpoint;
    private DateTimeOffset _nextReport;
    private int _knownSites = 1;
    private bool _changed;
    private bool _savesPlaceOnly;
    private bool _crowded;
    private int _rulesVersion;
    private Task<RuleEvaluator>? _nextRules;
    private TimeSpan _ruleChange;
    private TimeSpan _snapshots;
    private int _lastLength;
    private long _lostTold;

    public TaskSession(TaskState task, long epoch, int rulesVersion, LogPartition partition, EngineParts parts, TaskRunner runner, TaskTransactions? transactions, ILogger log)
    {
        _transactions = transactions;
        _output = transactions?.Publisher ?? parts.Publisher;
        _task = task;
        _saver = new CheckpointSaver(partition.Id, epoch, parts, transactions, partition.Commit, log);
        _rulesVersion = rulesVersion;
        _partition = partition;
        _parts = parts;
        _runner = runner;
        _log = log;
        _pump = new TaskPump(task, Publish);
        _idle = new IdleClock(parts.IdleAfter, parts.Time);
        _nextCheckpoint = parts.Checkpoints.First(parts.Time.GetUtcNow());
        _lostTold = task.Ledger.Lost;
    }

    /// <summary>Whether all that the session did is stored. While it brings lost state back it does nothing that could be.</summary>
    public bool IsSaved => _task.Rebuild is not null || (!_changed && (_saving.IsCompletedSuccessfully || _savesPlaceOnly));

    /// <summary>What its checkpoint on the way waits for; null where none is.</summary>
    public string? WaitsFor => _saver.WaitsFor;

    /// <summary>Stores the place of a task of which nothing was stored, before it reads anything: what retention removes from then on is seen.</summary>
    public async Task SavePlace(CancellationToken stop)
    {
        BeginCheckpoint(_parts.Time.GetUtcNow());
        _savesPlaceOnly = true;
        await _saving.WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Works until asked to stop, then saves; or until abandoned, and does not; or until names that are not in use any more fill the task.</summary>
    /// <param name="stop">Asks it to stop.</param>
    /// <param name="abandon">Asks it to leave all as it is.</param>
    /// <param name="mayMakeRoom">From when on it may end, all saved, because a task that is restored is free of unused names.</param>
    /// <returns>Whether that is why it ended, so that another session is to follow.</returns>
    public async Task<bool> Run(CancellationToken stop, CancellationToken abandon, DateTimeOffset mayMakeRoom)
    {
        // What it was called from may be a thread that others wait for, and a busy session does not give its thread back.
        await Task.Yield();
        using var abandoned = abandon.UnsafeRegister(static session => ((TaskSession?)session)?._cancelSaving.Cancel(), this);
        _idle.StartFrom(_task.Watermark.Value);
        Report(Phase);
        Task<bool>? waiting = null;
        var makesRoom = false;
        while (!stop.IsCancellationRequested && !makesRoom)
        {
            if (_partition.Batches.TryRead(out var records))
            {
                Push(records);
            }
            else
            {
                waiting ??= _partition.Batches.WaitToReadAsync(CancellationToken.None).AsTask();
                var pulse = Task.Delay(Pulse, _parts.Time, stop);
                if (await Task.WhenAny(waiting, pulse).ConfigureAwait(false) == waiting)
                {
                    if (!await waiting.ConfigureAwait(false)) break;
                    waiting = null;
                }
                else
                {
                    TickWhenIdle();
                }
            }

            await Attend(stop).ConfigureAwait(false);
            makesRoom = _crowded && _parts.Time.GetUtcNow() >= mayMakeRoom;
        }

        if (abandon.IsCancellationRequested) return false;
        if (_task.Rebuild is not null)
        {
            Report(TaskPhase.Stopped);
            return false;
        }

        Report(TaskPhase.Stopping);
        await SaveLast(abandon).ConfigureAwait(false);
        return makesRoom && !stop.IsCancellationRequested;
    }

    public async ValueTask DisposeAsync()
    {
        await _cancelSaving.CancelAsync().ConfigureAwait(false);
        await _saving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _pump.Dispose();
        _json.Dispose();
        _cancelSaving.Dispose();
    }

    private void Push(RecordBatch records)
    {
        if (_task.Rebuild is { } rebuild)
        {
            PushReplayed(records, rebuild);
        }
        else
        {
            PushThrough(records);
        }

        _partition.Return(records);
        _idle.StartFrom(_task.Watermark.Value);
        _changed = true;
        RegisterSites();
    }

    private void PushThrough(RecordBatch records)
    {
        var empty = _batch.Records;
        _batch.Records = records;
        _pump.Push(_batch);
        _batch.Clear();
        _batch.Records = empty;
    }

    /// <summary>Of the batch in which the replay ends, the first records are past and the others new.</summary>
    private void PushReplayed(RecordBatch records, Rebuild rebuild)
    {
        var (past, current) = (new RecordBatch(), new RecordBatch());
        for (var i = 0; i < records.Count; i++)
        {
            var part = records.Offset(i) < rebuild.End ? past : current;
            part.Add(records.Offset(i), records.Value(i), records.AppendedUnixMillis(i), records.Headers(i));
        }

        foreach (var removed in records.Removed) past.AddRemoved(removed);

        PushThrough(past);
        if (current.Count == 0) return;
        EndRebuild();
        PushThrough(current);
    }

    private TaskPhase Phase => _task.Rebuild is null ? TaskPhase.Running : TaskPhase.Rebuilding;

    /// <summary>Goes on with new events; alerts that are open are published once more, for nobody knows which of them were.</summary>
    private void EndRebuild()
    {
        if (_task.Rebuild is not { } rebuild) return;
        var open = _task.EndRebuild();
        _batch.Candidates.AddRange(open);
        _pump.Push(_batch);
        _batch.Clear();
        _changed = true;
        LogRebuilt(_task.Id, rebuild.Start, rebuild.End, _task.Watermark.Value, open.Count);
    }

    private void TickWhenIdle()
    {
        if (_task.Rebuild is not null) return;
        if (!_partition.AtEnd) _idle.StartFrom(_task.Watermark.Value);
        if (_idle.Tick() is not { } tick) return;
        _batch.Tick = tick;
        _pump.Push(_batch);
        _batch.Clear();
        _changed = true;
    }

    private void Publish(TaskBatch batch)
    {
        var stop = _cancelSaving.Token;
        foreach (var rejection in batch.Rejections) _output.PublishDeadLetter(_task.Id, rejection, _acks, stop);
        foreach (var late in batch.Late)
        {
            _output.PublishLate(_task.Id, late.Site, late.Offset, late.Line, late.Watermark, late.Json, _acks, stop);
        }

        foreach (var alert in batch.Alerts)
        {
            _output.PublishAlert(alert, _json.Encode(alert).ToArray(), _acks, stop);
            _parts.OnAlert?.Invoke(alert);
        }

        foreach (var alert in batch.Shadow) _output.PublishShadow(alert, _json.Encode(alert).ToArray(), _acks, stop);
    }

    /// <summary>What is due between two batches: a checkpoint, a report, and waiting where the store is too far behind.</summary>
    private async ValueTask Attend(CancellationToken stop)
    {
        if (_saving.IsFaulted) await _saving.ConfigureAwait(false);
        ChangeRulesWhenReady();
        var now = _parts.Time.GetUtcNow();
        if (now >= _nextReport) Report(Phase);
        if (_task.Rebuild is { } rebuild)
        {
            // Before the first record comes, an end of the log is one that was seen before the reader went back.
            var logEnds = _partition.AtEnd && _task.NextOffset > rebuild.Start;
            if (rebuild.Remaining(_task.NextOffset) > 0 && !logEnds) return;
            EndRebuild();
        }

        if (!_saving.IsCompleted)
        {
            if (now - _savingSince <= _parts.MaxUnsaved) return;
            LogBlocked(_task.Id, _parts.MaxUnsaved);
            Report(TaskPhase.Blocked);
            await _saving.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_saving.IsCompletedSuccessfully) return;
        }

        if (now < _nextCheckpoint || !_changed) return;
        BeginCheckpoint(now);
        if (_transactions is not null) await WaitUntilCommitted(stop).ConfigureAwait(false);
    }

    /// <summary>Stands still while a transaction is being committed: what the task would publish meanwhile would be in it, and not in its checkpoint.</summary>
    private async Task WaitUntilCommitted(CancellationToken stop)
    {
        while (!_saving.IsCompleted && !stop.IsCancellationRequested)
        {
            await Task.WhenAny(_saving, Task.Delay(StoreRetry, _parts.Time, stop)).ConfigureAwait(false);
            Report(_parts.Time.GetUtcNow() - _savingSince > _parts.MaxUnsaved ? TaskPhase.Blocked : Phase);
        }
    }

    /// <summary>Prepares changed rules beside the task, and changes over between two batches.</summary>
    private void ChangeRulesWhenReady()
    {
        if (_nextRules is null)
        {
            var rules = _parts.Rules.Current;
            if (rules.Version == _rulesVersion) return;
            _rulesVersion = rules.Version;
            var before = _task.Evaluator;
            _nextRules = BesideTheTasks.Run(() => new RuleEvaluator(rules.Rules, _task.Id, _task.Vocabulary, before));
        }

        if (!_nextRules.IsCompleted) return;
        var started = _parts.Time.GetTimestamp();
        var change = _task.ChangeRules(_nextRules.GetAwaiter().GetResult());
        _nextRules = null;
        _pump.Push(_batch);
        _batch.Clear();
        _changed = true;
        _ruleChange = _parts.Time.GetElapsedTime(started);
        LogRules(_task.Id, _ruleChange.TotalMilliseconds, change.Started.Count, change.Dropped.Count);
    }

    private void BeginCheckpoint(DateTimeOffset now, bool isLast = false)
    {
        var started = _parts.Time.GetTimestamp();
        var segment = _parts.Segments.Take(_lastLength);
        var checkpoint = _task.Checkpoint(ref segment, out var length, keepsWaiting: isLast);
        _lastLength = length;
        _snapshots += _parts.Time.GetElapsedTime(started);
        _nextCheckpoint = _parts.Checkpoints.Next(now, length);
        var acks = _acks;
        _acks = new AckGroup();
        acks.Close();
        _changed = false;
        _savesPlaceOnly = false;
        _savingSince = now;
        _saving = _saver.Save(checkpoint, segment, length, acks, now, _cancelSaving.Token);
    }

    private async Task SaveLast(CancellationToken abandon)
    {
        await _saving.WaitAsync(abandon).ConfigureAwait(false);
        if (_changed || _task.Waiting.Count > 0) BeginCheckpoint(_parts.Time.GetUtcNow(), isLast: true);
        await _saving.WaitAsync(abandon).ConfigureAwait(false);
        Report(TaskPhase.Stopped);
    }

    private void RegisterSites()
    {
        for (; _knownSites < _task.Vocabulary.Sites.Count; _knownSites++)
        {
            var site = _task.Vocabulary.Sites[_knownSites];
            if (_parts.Sites.Register(_task.Id, site) is { } other) LogTwoPartitions(site, _task.Id, other);
        }
    }

    private void Report(TaskPhase phase)
    {
        var now = _parts.Time.GetUtcNow();
        _nextReport = now + ReportEvery;
        _crowded = _task.IsCrowded;
        var saved = _saver.Last;
        var ledger = _task.Ledger;
        if (ledger.Lost > _lostTold)
        {
            LogLost(_task.Id, ledger.Lost - _lostTold, ledger.Lost);
            _lostTold = ledger.Lost;
        }

        _runner.Report(new TaskReport
        {
            Id = _task.Id,
            Phase = phase,
            ReportedAt = now,
            SavedAt = saved?.At,
            UnsavedSince = _saving.IsCompletedSuccessfully ? null : _savingSince,
            Ledger = ledger,
            Watermark = _task.Watermark.Value,
            Lag = _partition.Lag,
            FeelsLoss = _task.FeelsLoss,
            RebuildRemaining = _task.Rebuild?.Remaining(_task.NextOffset) ?? 0,
            Sources = _task.Vocabulary.Sources.Count - 1,
            SourceLimit = _task.Vocabulary.Sources.Limit,
            ExpiredKeys = _task.Evaluator.ExpiredKeys,
            OpenAlerts = _task.Evaluator.OpenAlerts,
            CheckpointBytes = saved?.Bytes ?? 0,
            CheckpointDuration = saved?.Duration ?? TimeSpan.Zero,
            Checkpoints = saved?.Count ?? 0,
            SnapshotTime = _snapshots,
            RuleChange = _ruleChange,
            CheckpointFailures = _saver.Failures,
            Rejections = RejectionCounts(),
            ConditionErrors = _task.Evaluator.ConditionErrors(),
        });
    }

    private Dictionary<string, long> RejectionCounts() => Enum.GetValues<RejectReason>()
        .Where(reason => _task.Decoder.Counters.RejectedFor(reason) > 0)
        .ToDictionary(reason => reason.Code(), _task.Decoder.Counters.RejectedFor);

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {Task} reads no further: its checkpoint could not be stored for {MaxUnsaved}")]
    private partial void LogBlocked(TaskId task, TimeSpan maxUnsaved);

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {Task} changed to the new rules within {Millis:0.0} ms; {Started} windows and memories start empty, {Dropped} parts are dropped")]
    private partial void LogRules(TaskId task, double millis, int started, int dropped);

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {Task} has its state back: records {Start} to {End} were replayed, up to {Watermark}; {Open} alerts are open and published once more")]
    private partial void LogRebuilt(TaskId task, long start, long end, EventTime watermark, int open);

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {Task}: retention removed {Lost} records before they were evaluated, {Total} in all; windows may lack them")]
    private partial void LogLost(TaskId task, long lost, long total);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Site '{Site}' of task {Task} was seen in partition {Other} too: key its events by site")]
    private partial void LogTwoPartitions(string site, TaskId task, int other);
}
