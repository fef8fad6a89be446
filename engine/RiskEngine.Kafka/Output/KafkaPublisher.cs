using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Signals;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Records;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Ticks;

namespace RiskEngine.Kafka.Output;

/// <summary>Writes alerts, late events and dead letters with an idempotent producer; every record counts in the <see cref="Acknowledgements"/> of its task.</summary>
/// <remarks>Shared by all tasks. A full send queue makes the caller wait: Kafka's own speed is the back-pressure.</remarks>
public sealed partial class KafkaPublisher : IDisposable
{
    private static readonly byte[] JsonType = "application/json"u8.ToArray();
    private static readonly byte[] SpecVersion = "1.0"u8.ToArray();
    private static readonly byte[] DeskSource = "/riskengine/desk"u8.ToArray();

    private readonly IProducer<byte[], byte[]?> _producer;
    private readonly TopicNames _topics;
    private readonly int _alertKeyDepth;
    private readonly ILogger _log;
    private readonly ManualResetEventSlim _reported = new();
    private readonly ErrorPace _errors = new(TimeProvider.System);
    private readonly TaskCompletionSource<string> _fatal = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Creates the producer.</summary>
    public KafkaPublisher(KafkaOptions options, ILogger log)
        : this(options, log, null)
    {
    }

    internal KafkaPublisher(KafkaOptions options, ILogger log, string? transactionalId)
    {
        (_topics, _alertKeyDepth) = (options.Topics, options.AlertKeyDepth);
        _log = log;
        _producer = new ProducerBuilder<byte[], byte[]?>(options.ProducerConfig(transactionalId))
            .SetErrorHandler((_, error) => OnError(error))
            .SetLogHandler((_, message) => LogClient(message.Level.ToString(), message.Message))
            .Build();
    }

    internal IProducer<byte[], byte[]?> Producer => _producer;

    /// <summary>Completes with the reason when the client has failed for good: it sends nothing any more, and only a new process can.</summary>
    public Task<string> Fatal => _fatal.Task;

    /// <summary>Publishes a transition to the alert topic and the alert's new state to the compacted topic.</summary>
    /// <param name="transition">The transition.</param>
    /// <param name="json">Its encoding.</param>
    /// <param name="acknowledgements">The task's open acknowledgements.</param>
    /// <param name="cancellationToken">Ends the wait for room in the send queue.</param>
    public void PublishAlert(AlertTransition transition, byte[] json, Acknowledgements acknowledgements, CancellationToken cancellationToken)
    {
        var key = Encoding.UTF8.GetBytes(transition.Fingerprint);
        var area = _alertKeyDepth > 0 ? Encoding.UTF8.GetBytes(AreaPath.Of(transition.Site, _alertKeyDepth)) : key;
        Send(_topics.Alerts, area, json, AlertHeaders(transition), acknowledgements, cancellationToken);
        Send(_topics.AlertState, key, transition.State == Core.Alerts.AlertState.Resolved ? null : json, AlertHeaders(transition), acknowledgements, cancellationToken);
    }

    /// <summary>Publishes a transition of a shadow rule.</summary>
    public void PublishShadow(AlertTransition transition, byte[] json, Acknowledgements acknowledgements, CancellationToken cancellationToken) =>
        Send(_topics.Shadow, Encoding.UTF8.GetBytes(transition.Fingerprint), json, AlertHeaders(transition), acknowledgements, cancellationToken);

    /// <summary>Publishes what the desk writes. The last record of an incident, or of an area, is followed by a tombstone, so that compaction forgets it in its time.</summary>
    public void PublishDesk(in DeskRecord record, Acknowledgements acknowledgements, CancellationToken cancellationToken)
    {
        var topic = record.Topic switch
        {
            DeskTopic.Incidents => _topics.Incidents,
            DeskTopic.Suppressed => _topics.Suppressed,
            DeskTopic.Places => _topics.Places,
            _ => _topics.Audit,
        };
        var key = Encoding.UTF8.GetBytes(record.Key);
        Send(topic, key, record.Value.ToArray(), DeskHeaders(record), acknowledgements, cancellationToken);
        if (record.IsEnd) Send(topic, key, null, DeskHeaders(record), acknowledgements, cancellationToken);
    }

    /// <summary>Publishes a line that was no event.</summary>
    public void PublishDeadLetter(TaskId task, Rejection rejection, Acknowledgements acknowledgements, CancellationToken cancellationToken)
    {
        var origin = rejection.Topic is { } topic ? task with { Topic = topic } : task;
        var headers = Origin(origin, rejection.Offset, rejection.Line);
        headers.Add("reason", Encoding.UTF8.GetBytes(rejection.Reason.Code()));
        headers.Add("detail", Encoding.UTF8.GetBytes(rejection.Detail));
        var key = Encoding.UTF8.GetBytes(origin.ToString());
        Send(_topics.DeadLetters, key, rejection.Payload, headers, acknowledgements, cancellationToken);
    }

    /// <summary>Publishes an event that came behind the watermark.</summary>
    public void PublishLate(TaskId task, string site, long offset, int line, EventTime watermark,
        byte[] json, Acknowledgements acknowledgements, CancellationToken cancellationToken)
    {
        var headers = Origin(task, offset, line);
        headers.Add("watermark", Encoding.UTF8.GetBytes(watermark.ToString()));
        Send(_topics.Late, Encoding.UTF8.GetBytes(site), json, headers, acknowledgements, cancellationToken);
    }

    /// <summary>Publishes a signal to the partition that takes it.</summary>
    public void PublishSignal(Signal signal, Acknowledgements acknowledgements, CancellationToken cancellationToken) =>
        Send(new TopicPartition(_topics.Signals, signal.Partition), Encoding.UTF8.GetBytes(signal.Key), signal.Value, [], acknowledgements, cancellationToken);

    /// <summary>Records a tick of an idle clock, or the record of an owner, in the first partition of its topic.</summary>
    /// <returns>Its offset, once Kafka has acknowledged it.</returns>
    /// <exception cref="DependencyException">Kafka refuses it, or the send queue is full.</exception>
    public Task<long> PublishTick(TickRecord tick)
    {
        var message = new Message<byte[], byte[]?> { Key = Encoding.UTF8.GetBytes(tick.Key), Value = tick.Encode(), Headers = new Headers { { "content-type", JsonType } } };
        return Kept(new TopicPartition(_topics.Ticks, 0), message);
    }

    /// <summary>Keeps a record that the receiver of a sink refused for good.</summary>
    /// <param name="sink">Name of the sink.</param>
    /// <param name="record">The record.</param>
    /// <param name="id">Id of the message.</param>
    /// <param name="reason">What the receiver said.</param>
    /// <returns>Completes when Kafka has acknowledged it.</returns>
    /// <exception cref="DependencyException">Kafka refuses it, or the send queue is full.</exception>
    public Task PublishRefused(string sink, LogRecord record, string id, string reason)
    {
        var headers = Origin(new TaskId(record.Topic, record.Partition), record.Offset, line: -1);
        foreach (var (name, text) in new[] { ("sink", sink), ("id", id), ("reason", reason) }) headers.Add(name, Encoding.UTF8.GetBytes(text));
        return Kept(AnyOf(_topics.SinkDeadLetters), new Message<byte[], byte[]?> { Key = Encoding.UTF8.GetBytes(sink), Value = record.Value?.ToArray(), Headers = headers });
    }

    /// <summary>Publishes a record of the engine itself on the audit topic.</summary>
    /// <param name="about">What it is about: its key.</param>
    /// <param name="id">Its identity.</param>
    /// <param name="at">When it took effect.</param>
    /// <param name="json">Its encoding.</param>
    /// <returns>Completes when Kafka has acknowledged it.</returns>
    /// <exception cref="DependencyException">Kafka refuses it, or the send queue is full.</exception>
    public Task PublishAudit(string about, string id, EventTime at, byte[] json)
    {
        var record = new DeskRecord(DeskTopic.Audit, about, id, "riskengine.audit.v1", at, Notify: false, json);
        return Kept(AnyOf(_topics.Audit), new Message<byte[], byte[]?> { Key = Encoding.UTF8.GetBytes(about), Value = json, Headers = DeskHeaders(record) });
    }

    /// <summary>Asks something of the desk.</summary>
    /// <param name="area">The desk area: its key.</param>
    /// <param name="json">The request (docs/schema/feedback.v1.schema.json).</param>
    /// <returns>Completes when Kafka has acknowledged it.</returns>
    /// <exception cref="DependencyException">Kafka refuses it, or the send queue is full.</exception>
    public Task PublishRequest(string area, byte[] json)
    {
        var headers = new Headers { { "content-type", JsonType } };
        return Kept(AnyOf(_topics.Feedback), new Message<byte[], byte[]?> { Key = Encoding.UTF8.GetBytes(area), Value = json, Headers = headers });
    }

    /// <summary>Waits until Kafka has acknowledged everything sent so far, at most the time given.</summary>
    /// <returns>How many records it has not acknowledged.</returns>
    public int Flush(TimeSpan timeout) => _producer.Flush(timeout);

    /// <inheritdoc/>
    public void Dispose()
    {
        _producer.Dispose();
        _reported.Dispose();
    }

    private static TopicPartition AnyOf(string topic) => new(topic, Partition.Any);

    private Task<long> Kept(TopicPartition topic, Message<byte[], byte[]?> message)
    {
        var kept = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _producer.Produce(topic, message, report =>
            {
                if (report.Error.IsError) kept.SetException(new DependencyException($"Kafka refused a record of {topic.Topic}: {report.Error.Reason}"));
                else kept.SetResult(report.Offset.Value);
            });
        }
        catch (ProduceException<byte[], byte[]?> fault)
        {
            kept.SetException(new DependencyException($"Kafka refused a record of {topic.Topic}: {fault.Error.Reason}", fault));
        }

        return kept.Task;
    }

    private void Send(string topic, byte[] key, byte[]? value, Headers headers, Acknowledgements acknowledgements, CancellationToken cancellationToken) =>
        Send(AnyOf(topic), key, value, headers, acknowledgements, cancellationToken);

    private void Send(TopicPartition topic, byte[] key, byte[]? value, Headers headers, Acknowledgements acknowledgements, CancellationToken cancellationToken)
    {
        var message = new Message<byte[], byte[]?> { Key = key, Value = value, Headers = headers };
        acknowledgements.Sent();
        while (true)
        {
            // A report between here and the wait is seen: each makes room in the send queue.
            _reported.Reset();
            try
            {
                _producer.Produce(topic, message, report => OnReport(report, acknowledgements));
                return;
            }
            catch (ProduceException<byte[], byte[]?> fault) when (fault.Error.Code == ErrorCode.Local_QueueFull)
            {
                _reported.Wait(cancellationToken);
            }
            catch (ProduceException<byte[], byte[]?> fault)
            {
                acknowledgements.Failed($"Kafka refused a record for good: {fault.Error.Reason}");
                return;
            }
        }
    }

    private void OnError(Error error)
    {
        if (_errors.WordsFor(error) is { } words) LogKafkaError(error.Code.ToString(), words);
        if (error.IsFatal) _fatal.TrySetResult($"{error.Code}: {error.Reason}");
    }

    private void OnReport(DeliveryReport<byte[], byte[]?> report, Acknowledgements acknowledgements)
    {
        if (report.Error.IsError) acknowledgements.Failed($"Kafka refused a record for good: {report.Error.Reason}");
        else acknowledgements.Acknowledged();
        if (!_reported.IsSet) _reported.Set();
    }

    private static Headers AlertHeaders(AlertTransition t) => new()
    {
        { "ce_specversion", SpecVersion },
        { "ce_id", Encoding.UTF8.GetBytes(t.Id) },
        { "ce_source", Encoding.UTF8.GetBytes($"/riskengine/rules/{t.Rule.Id}") },
        { "ce_type", Encoding.UTF8.GetBytes($"riskengine.alert.{AlertJson.Name(t.State)}.v1") },
        { "ce_time", Encoding.UTF8.GetBytes(t.At.ToString()) },
        { "ce_subject", Encoding.UTF8.GetBytes(t.Site.Length > 0 ? t.Site : t.Key) },
        { "content-type", JsonType },
    };

    private static Headers DeskHeaders(in DeskRecord record) => new()
    {
        { "ce_specversion", SpecVersion },
        { "ce_id", Encoding.UTF8.GetBytes(record.Id) },
        { "ce_source", DeskSource },
        { "ce_type", Encoding.UTF8.GetBytes(record.Type) },
        { "ce_time", Encoding.UTF8.GetBytes(record.At.ToString()) },
        { "ce_subject", Encoding.UTF8.GetBytes(record.Key) },
        { "content-type", JsonType },
    };

    private static Headers Origin(TaskId task, long offset, int line)
    {
        var headers = new Headers
        {
            { "topic", Encoding.UTF8.GetBytes(task.Topic) },
            { "partition", Encoding.UTF8.GetBytes(task.Partition.ToString(CultureInfo.InvariantCulture)) },
            { "offset", Encoding.UTF8.GetBytes(offset.ToString(CultureInfo.InvariantCulture)) },
        };
        if (line >= 0) headers.Add("line", Encoding.UTF8.GetBytes(line.ToString(CultureInfo.InvariantCulture)));
        return headers;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka producer: {Code}: {Reason}")]
    private partial void LogKafkaError(string code, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Kafka client: {Level}: {Text}")]
    private partial void LogClient(string level, string text);
}
