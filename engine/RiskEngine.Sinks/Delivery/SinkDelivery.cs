using System.Globalization;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using RiskEngine.Core.Ports;
using RiskEngine.Sinks.Notices;

namespace RiskEngine.Sinks.Delivery;

/// <summary>
/// Hands the records of a log to a sink: what it wants, once by id, in order, again and again until the receiver accepts it. What the receiver refuses for good, and what
/// it has not accepted for so long that the sink gives up, becomes a dead letter.
/// </summary>
/// <remarks>
/// A record is done when the receiver has accepted it, and its offset is stored after that: a crash in between sends it again, with the same id. Ids that were accepted
/// are remembered while the process lives, and those of records before its place are brought back by <see cref="Recall"/>, so that repeats in the log are sent once. Used
/// by one thread at a time.
/// </remarks>
public sealed partial class SinkDelivery : IRecordReceiver
{
    private const long RecordsRecalled = 10_000;

    private readonly AcceptedIds _accepted;
    private readonly AcceptedIds _known = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly SinkPlan _plan;
    private readonly ISink _sink;
    private readonly IDeadLetterOutput _deadLetters;
    private readonly SinkStatus _status;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ResiliencePipeline _retry;
    private long _began;

    /// <summary>Makes the delivery of a sink.</summary>
    /// <param name="plan">What the sink wants and how it sends.</param>
    /// <param name="sink">The sink; disposed with this.</param>
    /// <param name="deadLetters">Where goes what is refused for good.</param>
    /// <param name="status">Counts.</param>
    /// <param name="accepted">What was accepted in this process, also by deliveries before this one.</param>
    /// <param name="time">The time of waits.</param>
    /// <param name="log">Takes what operators must know.</param>
    public SinkDelivery(SinkPlan plan, ISink sink, IDeadLetterOutput deadLetters, SinkStatus status, AcceptedIds accepted, TimeProvider time, ILogger log)
    {
        (_plan, _sink, _deadLetters, _status, _accepted, _time, _log) = (plan, sink, deadLetters, status, accepted, time, log);
        _retry = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(arguments.Outcome.Exception, arguments.Context.CancellationToken)),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = plan.Policy.RetryFirst,
            MaxDelay = plan.Policy.RetryAtMost,
            DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as SinkUnreachableException)?.RetryAfter),
            OnRetry = arguments =>
            {
                Failed(arguments.Outcome.Exception, arguments.AttemptNumber, arguments.RetryDelay);
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    /// <inheritdoc/>
    public long? RecallAtMost => _sink is IRecallingSink ? null : RecordsRecalled;

    /// <inheritdoc/>
    public TimeSpan Gather => _plan.Policy.Gather;

    /// <inheritdoc/>
    public int BatchSize => _plan.Policy.BatchSize;

    /// <inheritdoc/>
    public TimeSpan? RepeatEvery => (_sink as IRepeatingSink)?.RepeatEvery;

    /// <inheritdoc/>
    public void Recall(LogRecord record)
    {
        if (Read(record, out _) is { } notice && Wants(notice)) Learn(notice);
    }

    /// <inheritdoc/>
    public bool IsUrgent(LogRecord record) => Read(record, out _) is { } notice && notice.Grade >= _plan.Urgent && Wants(notice);

    /// <inheritdoc/>
    public async Task TakeAsync(IReadOnlyList<LogRecord> records, Action<LogRecord> done, CancellationToken cancellationToken)
    {
        _began = _time.GetTimestamp();
        var pending = new List<PendingNotice>(records.Count);
        foreach (var record in records) pending.Add(await Look(record, pending, cancellationToken).ConfigureAwait(false));
        var told = 0;
        Advance();
        while (pending.Where(one => !one.IsDone).ToList() is { Count: > 0 } left)
        {
            var fault = await Send(left, Advance, cancellationToken).ConfigureAwait(false);
            left.RemoveAll(one => one.IsDone);
            if (fault is SinkRefusedException && left.Count > 1) await SendOneByOne(left, Advance, cancellationToken).ConfigureAwait(false);
            else if (fault is not null && left.Count > 0) await Refuse(left[0], fault, cancellationToken).ConfigureAwait(false);
            Advance();
        }

        void Advance()
        {
            for (; told < pending.Count && pending[told].IsDone; told++) done(pending[told].Record);
        }
    }

    /// <inheritdoc/>
    public async Task RepeatAsync(CancellationToken cancellationToken)
    {
        if (_sink is not IRepeatingSink repeating) return;
        try
        {
            await repeating.RepeatAsync(cancellationToken).ConfigureAwait(false);
            _status.Works();
        }
        catch (Exception fault) when (fault is SinkUnreachableException or SinkRefusedException)
        {
            Failed(fault, 0, repeating.RepeatEvery);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _sink.DisposeAsync();

    /// <summary>Decides whether a record is for the sink.</summary>
    private async Task<PendingNotice> Look(LogRecord record, List<PendingNotice> before, CancellationToken cancellationToken)
    {
        if (record.Value is null) return new PendingNotice(record, null);
        if (Read(record, out var fault) is not { } notice)
        {
            await _deadLetters.KeepAsync(_plan.Name, record, PlaceOf(record), fault, cancellationToken).ConfigureAwait(false);
            _status.Refused();
            LogRefused(_plan.Name, PlaceOf(record), fault);
            return new PendingNotice(record, null);
        }

        if (_accepted.Contains(notice.Id) || before.Any(one => one.Notice?.Id == notice.Id))
        {
            _status.Repeated();
            if (_accepted.Contains(notice.Id) && Wants(notice)) Learn(notice);
            return new PendingNotice(record, null);
        }

        if (!Wants(notice))
        {
            _status.Filtered();
            return new PendingNotice(record, null);
        }

        // What follows in this batch is about something that the receiver will have been told of.
        Follow(notice);
        return new PendingNotice(record, notice);
    }

    /// <returns>Why what is left of them was not accepted; null where all were.</returns>
    private async Task<Exception?> Send(List<PendingNotice> some, Action advance, CancellationToken cancellationToken)
    {
        try
        {
            await _retry.ExecuteAsync(async token =>
            {
                List<PendingNotice> left = [.. some.Where(one => !one.IsDone)];
                if (left.Count == 0) return;
                await _sink.SendAsync([.. left.Select(one => one.Notice!)], Accept, token).ConfigureAwait(false);
                foreach (var one in left) Done(one);
            }, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return fault;
        }

        void Accept(Notice notice)
        {
            if (some.Find(one => one.Notice?.Id == notice.Id) is { } accepted) Done(accepted);
            advance();
        }
    }

    /// <summary>One message that is refused takes no others with it.</summary>
    private async Task SendOneByOne(List<PendingNotice> left, Action advance, CancellationToken cancellationToken)
    {
        foreach (var one in left)
        {
            if (await Send([one], advance, cancellationToken).ConfigureAwait(false) is { } fault) await Refuse(one, fault, cancellationToken).ConfigureAwait(false);
            advance();
        }
    }

    private async Task Refuse(PendingNotice one, Exception fault, CancellationToken cancellationToken)
    {
        var id = one.Notice?.Id ?? PlaceOf(one.Record);
        await _deadLetters.KeepAsync(_plan.Name, one.Record, id, fault.Message, cancellationToken).ConfigureAwait(false);
        one.IsDone = true;
        _status.Refused();
        LogRefused(_plan.Name, id, fault.Message);
    }

    private void Done(PendingNotice one)
    {
        if (one.IsDone) return;
        one.IsDone = true;
        if (one.Notice is not { } notice) return;
        _accepted.Add(notice.Id);
        _known.Add(notice.Id);
        _status.Accepted();
    }

    private bool Wants(Notice notice) => _told.Contains(notice.Subject) ? _plan.Filter.Follows(notice) : _plan.Filter.Wants(notice);

    /// <summary>What was accepted otherwise than through this delivery, once: a repeat of it must not set the sink back.</summary>
    private void Learn(Notice notice)
    {
        if (_known.Contains(notice.Id)) return;
        _known.Add(notice.Id);
        _accepted.Add(notice.Id);
        Follow(notice);
        if (_sink is IRecallingSink recalling) recalling.Recall(notice);
    }

    private void Follow(Notice notice)
    {
        if (notice.IsEnd) _told.Remove(notice.Subject);
        else _told.Add(notice.Subject);
    }

    private Notice? Read(LogRecord record, out string fault)
    {
        fault = "";
        return record.Value is { } value ? NoticeJson.Read(_plan.Of, value, out fault) : null;
    }

    private bool ShouldRetry(Exception? fault, CancellationToken cancellationToken) => fault is not null and not SinkRefusedException
        && !cancellationToken.IsCancellationRequested && _time.GetElapsedTime(_began) < _plan.Policy.GiveUpAfter;

    private void Failed(Exception? fault, int attempt, TimeSpan wait)
    {
        var words = fault is SinkUnreachableException or SinkRefusedException ? fault.Message : $"{fault?.GetType().Name}: {fault?.Message}";
        _status.Retried();
        _status.Failed(words, _time.GetUtcNow());
        if (attempt == 0) LogFailed(_plan.Name, words, wait);
    }

    private static string PlaceOf(LogRecord record) => string.Create(CultureInfo.InvariantCulture, $"{record.Topic}/{record.Partition}/{record.Offset}");

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sink {Sink}: {Fault}; it is tried again in {Wait}, and then less often, until it works")]
    private partial void LogFailed(string sink, string fault, TimeSpan wait);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sink {Sink}: {Id} is a dead letter now: {Fault}")]
    private partial void LogRefused(string sink, string id, string fault);
}
