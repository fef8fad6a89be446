using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Logging;
using RiskEngine.Core.Events;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Pipeline.Ticks;

namespace RiskEngine.Pipeline.Running;

/// <summary>
/// A task's source whose ticks, and what people ask, are recorded before they decide anything, and that gives those recorded before at their places among the records.
/// </summary>
/// <remarks>
/// A tick that cannot be recorded within <see cref="Patience"/> is given all the same, because an alert must not wait for a log that only proves it; it is counted and
/// told. A request waits instead, as what it decides could not be derived again: it is recorded anew later, and the records go on meanwhile. Owned by the task's thread.
/// </remarks>
public sealed partial class TickRecorder : ITaskSource
{
    /// <summary>How often an idle clock ticks.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>How long a tick waits to be recorded.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pulse = TimeSpan.FromMilliseconds(10);
    private readonly ITaskSource _inner;
    private readonly TaskProgram _task;
    private readonly ITickLog _log;
    private readonly long _epoch;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Queue<RecordedTick> _recorded;
    private readonly TickPlace _end;
    private TaskInput.Records? _divided;
    private TaskInput.Records? _part;
    private int _given;
    private Task<long>? _appending;
    private RequestRecord? _asked;
    private long _askedAt;
    private long? _leftAt;
    private bool _recordsAreNext;
    private EventTime _reached;
    private long _since;
    private bool _hasTold;
    private bool _hasToldOfRequest;

    /// <summary>Goes on from what was recorded.</summary>
    /// <param name="inner">Where records and ticks come from.</param>
    /// <param name="task">The task.</param>
    /// <param name="epoch">Fencing epoch of the owner.</param>
    /// <param name="log">Where they are recorded.</param>
    /// <param name="history">Those that were recorded and that the task's state does not contain.</param>
    /// <param name="time">Wall clock.</param>
    /// <param name="logger">Told what an operator must hear.</param>
    public TickRecorder(ITaskSource inner, TaskProgram task, long epoch, ITickLog log, TickHistory history, TimeProvider time, ILogger logger)
    {
        (_inner, _task, _epoch, _log, _time, _logger) = (inner, task, epoch, log, time, logger);
        _recorded = new Queue<RecordedTick>(history.Ticks.Where(tick => tick.Before >= task.NextOffset));
        _since = time.GetTimestamp() - (Pace.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond);
        _end = history.End;
        PassRecorded();
    }

    /// <summary>What people ask of the task; null where they cannot.</summary>
    public IRequestSource? Requests { get; init; }

    /// <inheritdoc/>
    public TaskId Id => _inner.Id;

    /// <inheritdoc/>
    public bool AtEnd => _inner.AtEnd && _divided is null;

    /// <inheritdoc/>
    public long? Lag => _inner.Lag;

    /// <inheritdoc/>
    public Task<long> StartAt(long? offset) => _inner.StartAt(offset);

    /// <inheritdoc/>
    public bool TryTake(EventTime watermark, [NotNullWhen(true)] out TaskInput? input)
    {
        input = null;
        if (_appending is not null)
        {
            input = _asked is { } waiting ? RecordedOrLater(waiting) : IsRecorded() ? new TaskInput.Tick(_reached) : null;
        }
        else if (_recorded.TryPeek(out var tick) && tick.Before <= _task.NextOffset)
        {
            _recorded.Dequeue();
            PassRecorded();
            input = tick.Input;
        }
        else if (_divided is not null)
        {
            input = NextPart();
        }
        else if (!_recordsAreNext && TakesRequests && Requests!.TryPeek(out var asked))
        {
            input = Ask(asked);
        }
        else
        {
            _recordsAreNext = false;
            if (!_inner.TryTake(watermark, out var next)) return false;
            if (next is TaskInput.Tick idle) Record(idle);
            else input = next is TaskInput.Records records && IsDivided(records.Batch) ? Divide(records) : next;
        }

        return input is not null;
    }

    /// <inheritdoc/>
    public void Return(TaskInput input)
    {
        if (!ReferenceEquals(input, _part)) _inner.Return(input);
        else if (_divided is { } divided && _given == divided.Batch.Count)
        {
            _divided = null;
            _inner.Return(divided);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitAsync(CancellationToken stop)
    {
        if (_appending is null && TakesRequests && Requests!.TryPeek(out _)) return true;
        if (_appending is null) return await _inner.WaitAsync(stop).ConfigureAwait(false);
        await Task.WhenAny(_appending, Task.Delay(Pulse, stop)).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public void Commit(long nextOffset) => _inner.Commit(nextOffset);

    /// <summary>Only once all recorded ticks have been given, a checkpoint may say that they need not be read again.</summary>
    private void PassRecorded()
    {
        if (_recorded.Count == 0) _task.TickPlace = _end;
    }

    /// <summary>Begins to record a tick; not while records are read again, which time must not pass, and no more often than the pace.</summary>
    private void Record(TaskInput.Tick tick)
    {
        if (_task.Rebuild is not null || _task.NextOffset < _task.ReplayedBelow || _time.GetElapsedTime(_since) < Pace) return;
        (_since, _reached) = (_time.GetTimestamp(), tick.Reached);
        _appending = _log.AppendAsync(new TickRecord(_log.Group, Id, _epoch, _task.NextOffset, tick.Reached));
    }

    /// <summary>Whether the tick is recorded, or has waited long enough.</summary>
    private bool IsRecorded()
    {
        if (_appending is { IsCompletedSuccessfully: true } recorded)
        {
            if (_recorded.Count == 0) _task.TickPlace = _task.TickPlace with { Next = recorded.Result + 1 };
        }
        else if (_appending is { IsCompleted: false } && _time.GetElapsedTime(_since) < Patience)
        {
            return false;
        }
        else
        {
            _appending?.ContinueWith(static failed => failed.Exception, TaskContinuationOptions.OnlyOnFaulted);
            _task.CountUnrecordedTick();
            if (!_hasTold) LogUnrecorded(Id, _appending?.Exception?.InnerException?.Message ?? $"no answer within {Patience.TotalSeconds:0} s");
            _hasTold = true;
        }

        _appending = null;
        return true;
    }

    /// <summary>Whether the task is where its log and what was recorded end, so that something new may be asked of it, and the last attempt was not just now.</summary>
    private bool TakesRequests =>
        Requests is not null && _recorded.Count == 0 && _task.Rebuild is null && _task.NextOffset >= _task.ReplayedBelow
        && (_leftAt is not { } left || _time.GetElapsedTime(left) >= Patience);

    /// <summary>Begins to record a request; one that cannot be read is given as it is.</summary>
    private TaskInput.Unreadable? Ask(RequestRecord asked)
    {
        if (!_task.Reads(asked.Value))
        {
            PassRequest(asked, _task.TickPlace.Next);
            return new TaskInput.Unreadable(asked);
        }

        // A task that has seen nothing yet has no time; that of the log is the next best, and it is recorded.
        _reached = _task.Newest != EventTime.MinValue ? _task.Newest
            : asked.AppendedUnixMillis > 0 ? EventTime.FromUnixMilliseconds(asked.AppendedUnixMillis) : EventTime.From(_time.GetUtcNow());
        (_asked, _askedAt) = (asked, _time.GetTimestamp());
        _appending = _log.AppendAsync(new TickRecord(_log.Group, Id, _epoch, _task.NextOffset, _reached) { Request = RecordedOf(asked) });
        return null;
    }

    /// <summary>The request, once it is recorded; nothing while it is not. After <see cref="Patience"/> it is left for later.</summary>
    private TaskInput.Asked? RecordedOrLater(RequestRecord asked)
    {
        if (_appending is { IsCompletedSuccessfully: true } recorded)
        {
            (_appending, _asked, _leftAt) = (null, null, null);
            PassRequest(asked, recorded.Result + 1);
            return new TaskInput.Asked(RecordedOf(asked), _reached);
        }

        if (_appending is { IsCompleted: false } && _time.GetElapsedTime(_askedAt) < Patience) return null;
        _appending?.ContinueWith(static failed => failed.Exception, TaskContinuationOptions.OnlyOnFaulted);
        if (!_hasToldOfRequest) LogWaitingRequest(Id, asked.Offset, _appending?.Exception?.InnerException?.Message ?? $"no answer within {Patience.TotalSeconds:0} s");
        (_appending, _asked, _leftAt, _hasToldOfRequest) = (null, null, _time.GetTimestamp(), true);
        return null;
    }

    /// <summary>The next input is one of records, if there are any: whoever asks without end must not stop them.</summary>
    private void PassRequest(RequestRecord request, long nextTick)
    {
        _task.TickPlace = _task.TickPlace with { Next = nextTick, Requests = request.Offset + 1 };
        Requests?.Advance();
        _recordsAreNext = true;
    }

    private static RecordedRequest RecordedOf(RequestRecord asked) => new(asked.Offset, Encoding.UTF8.GetString(asked.Value.Span));

    private bool IsDivided(RecordBatch batch) => batch.Count > 0 && _recorded.TryPeek(out var tick) && tick.Before <= batch.Offset(batch.Count - 1);

    private TaskInput Divide(TaskInput.Records records)
    {
        (_divided, _given) = (records, 0);
        return NextPart();
    }

    /// <summary>The records up to the next recorded tick.</summary>
    private TaskInput.Records NextPart()
    {
        var batch = _divided!.Batch;
        var until = _recorded.TryPeek(out var tick) ? tick.Before : long.MaxValue;
        var part = new RecordBatch();
        var before = _given == 0 ? long.MinValue : batch.Offset(_given - 1);
        do
        {
            part.AddFrom(batch, _given++);
        }
        while (_given < batch.Count && batch.Offset(_given) < until);
        foreach (var removed in batch.Removed)
        {
            if (removed.Until > before && (_given == batch.Count || removed.Until <= part.Offset(part.Count - 1))) part.AddRemoved(removed);
        }

        return _part = new TaskInput.Records(part);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {Task}: a tick of its idle clock could not be recorded ({Reason}); alerts that only ticks caused cannot be derived "
        + "from the log again (docs/operations.md). Told once")]
    private partial void LogUnrecorded(TaskId task, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {Task}: the request at offset {Offset} could not be recorded ({Reason}); it waits, and is tried again. Told once")]
    private partial void LogWaitingRequest(TaskId task, long offset, string reason);
}
