using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RiskEngine.Core.Events;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Kafka.Input;

/// <summary>Reads what people ask of the desk: the task of a partition of alerts gets what the same partition of the topic of requests has.</summary>
/// <remarks>One client for all tasks of the instance, on a thread of its own that starts with the first task. Offsets are kept by the tasks, not by a consumer group.</remarks>
public sealed partial class RequestLog : IRequestLog
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);
    private readonly KafkaOptions _options;
    private readonly ILogger _log;
    private readonly ErrorPace _errors;
    private readonly ConcurrentQueue<Action<IConsumer<Ignore, byte[]?>>> _commands = new();
    private readonly Dictionary<Partition, RequestQueue> _queues = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Lazy<Task> _reading;

    /// <summary>Prepares to read.</summary>
    /// <param name="options">The cluster and its topics.</param>
    /// <param name="time">The time of waits.</param>
    /// <param name="log">Told what an operator must hear.</param>
    public RequestLog(KafkaOptions options, TimeProvider time, ILogger log)
    {
        (_options, _log, _errors) = (options, log, new ErrorPace(time));
        _reading = new Lazy<Task>(() => OwnThread.Run(Read));
    }

    /// <inheritdoc/>
    public IRequestSource? Open(TaskId task, long from)
    {
        if (task.Topic != _options.Topics.Alerts) return null;
        var queue = new RequestQueue(this, new TopicPartition(_options.Topics.Feedback, task.Partition), from);
        _commands.Enqueue(consumer => Begin(consumer, queue));
        _ = _reading.Value;
        return queue;
    }

    /// <inheritdoc/>
    /// <remarks>Does not wait for the client, which may not answer for long.</remarks>
    public void Dispose() => _stop.Cancel();

    internal void Close(RequestQueue queue) => _commands.Enqueue(consumer =>
    {
        if (_queues.GetValueOrDefault(queue.Partition.Partition) != queue) return;
        _queues.Remove(queue.Partition.Partition);
        consumer.IncrementalUnassign([queue.Partition]);
    });

    private void Read()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var consumer = CreateConsumer();
                if (_queues.Count > 0) consumer.IncrementalAssign(_queues.Values.Select(queue => queue.Place));
                ReadWith(consumer);
            }
            catch (KafkaException fault)
            {
                LogAgain(_options.Topics.Feedback, fault.Error.Reason);
                _stop.Token.WaitHandle.WaitOne(AfterFailure);
            }
        }
    }

    /// <summary>Reads until stopped, or until the client has failed for good.</summary>
    private void ReadWith(IConsumer<Ignore, byte[]?> consumer)
    {
        while (!_stop.IsCancellationRequested)
        {
            while (_commands.TryDequeue(out var command)) command(consumer);
            foreach (var queue in _queues.Values) queue.ResumeWhenRead(consumer);
            try
            {
                if (consumer.Consume(Poll) is not { IsPartitionEOF: false } result) continue;
                if (_queues.GetValueOrDefault(result.Partition) is { } queue) queue.Add(RecordOf(result), consumer);
            }
            catch (ConsumeException fault) when (!fault.Error.IsFatal)
            {
                // A topic that is not there yet, or an offset that is gone: the client goes on by itself.
                LogError(fault.Error);
            }
        }
    }

    private void Begin(IConsumer<Ignore, byte[]?> consumer, RequestQueue queue)
    {
        if (!_queues.TryAdd(queue.Partition.Partition, queue))
        {
            _queues[queue.Partition.Partition] = queue;
            consumer.IncrementalUnassign([queue.Partition]);
        }

        consumer.IncrementalAssign([queue.Place]);
    }

    private static RequestRecord RecordOf(ConsumeResult<Ignore, byte[]?> result) => new(
        result.Topic, result.Offset.Value, result.Message.Value, result.Message.Timestamp.Type == TimestampType.NotAvailable ? 0 : result.Message.Timestamp.UnixTimestampMs);

    private IConsumer<Ignore, byte[]?> CreateConsumer()
    {
        var config = _options.ConsumerConfig();
        config.GroupId = $"{_options.GroupId}-requests";
        config.EnableAutoCommit = false;
        config.EnablePartitionEof = false;
        config.AutoOffsetReset = AutoOffsetReset.Earliest;
        config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range;
        config.ConsumeResultFields = "timestamp,topic";
        config.QueuedMaxMessagesKbytes = 1024;
        config.FetchWaitMaxMs = 100;
        return new ConsumerBuilder<Ignore, byte[]?>(config)
            .SetLogHandler((_, message) => LogClient(message.Level.ToString(), message.Message))
            .SetErrorHandler((_, error) => LogError(error))
            .Build();
    }

    private void LogError(Error error)
    {
        if (_errors.WordsFor(error) is { } words) LogKafka(words);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka, reading what people ask of the desk: {Reason}")]
    private partial void LogKafka(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reading {Topic} begins anew: {Reason}")]
    private partial void LogAgain(string topic, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Kafka client: {Level}: {Text}")]
    private partial void LogClient(string level, string text);
}
