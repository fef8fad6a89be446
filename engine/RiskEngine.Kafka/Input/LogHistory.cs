using Confluent.Kafka;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Time;
using RiskEngine.Kafka.Native;
using RiskEngine.Pipeline.Running;

namespace RiskEngine.Kafka.Input;

/// <summary>Finds which part of a partition's log must be read again to bring lost state back.</summary>
/// <remarks>By event time, which grows along the log: replayed and delayed records have append times that say nothing. It looks at records here and there
/// with a client of its own, about 30 short reads for a log of any length, one task at a time.</remarks>
/// <param name="options">The cluster, and the group whose committed offsets count.</param>
public sealed class LogHistory(KafkaOptions options) : ILogHistory
{
    private readonly Lock _gate = new();
    private IConsumer<byte[]?, byte[]>? _consumer;
    private volatile bool _isDisposed;
    private const int Coarse = 1_000;
    private const int Looked = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Finds the stretch behind a task's place that holds a span of event time; longer by up to 1,000 records.</summary>
    /// <param name="task">The task's partition.</param>
    /// <param name="place">Offset of the first record that is new to the task; null for the offset that its group committed.</param>
    /// <param name="span">How much event time.</param>
    /// <param name="latestTime">The latest event time in a batch of records; null where it holds no event.</param>
    /// <returns>Null where there is nothing behind its place, e.g. for a task that starts for the first time.</returns>
    /// <exception cref="DependencyException">Kafka does not answer.</exception>
    public LogStretch? Find(TaskId task, long? place, TimeSpan span, Func<RecordBatch, EventTime?> latestTime)
    {
        var partition = new TopicPartition(task.Topic, task.Partition);
        return Asked<LogStretch?>(task, consumer =>
        {
            var bounds = consumer.QueryWatermarkOffsets(partition, Patience);
            var end = Math.Min(place ?? CommittedOffset(consumer, partition) ?? 0, bounds.High.Value);
            return end > bounds.Low.Value ? new LogStretch(StartOf(consumer, partition, bounds.Low.Value, end, span, latestTime), end) : null;
        });
    }

    /// <summary>The offset that the group committed for a task; null where it committed none, or one that the log has not reached: the topic was made anew.</summary>
    /// <exception cref="DependencyException">Kafka does not answer.</exception>
    public long? FindCommitted(TaskId task)
    {
        var partition = new TopicPartition(task.Topic, task.Partition);
        return Asked<long?>(task, consumer =>
        {
            var committed = CommittedOffset(consumer, partition);
            return committed <= consumer.QueryWatermarkOffsets(partition, Patience).High.Value ? committed : null;
        });
    }

    /// <inheritdoc/>
    public Task<long?> FindCommittedAsync(TaskId task) => OwnThread.Run(() => FindCommitted(task));

    /// <inheritdoc/>
    public Task<LogStretch?> FindAsync(TaskId task, long place, TimeSpan span, Func<RecordBatch, EventTime?> latestTime) =>
        OwnThread.Run(() => Find(task, place, span, latestTime));

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;

        // Who is asking at this moment disposes the client: Kafka may not answer for long.
        if (!_gate.TryEnter()) return;
        DropClient();
        _gate.Exit();
    }

    private void DropClient()
    {
        _consumer?.Dispose();
        _consumer = null;
    }

    private T Asked<T>(TaskId task, Func<IConsumer<byte[]?, byte[]>, T> question)
    {
        lock (_gate)
        {
            try
            {
                return question(_consumer ??= CreateConsumer());
            }
            catch (KafkaException fault)
            {
                // A client that has learned in a bad moment that there is no such partition does not ask again.
                DropClient();
                throw new DependencyException($"Kafka does not say what is in {task}: {fault.Error.Reason}", fault);
            }
            finally
            {
                if (_isDisposed) DropClient();
            }
        }
    }

    private IConsumer<byte[]?, byte[]> CreateConsumer()
    {
        var config = options.ConsumerConfig();
        config.EnableAutoCommit = false;
        config.QueuedMinMessages = Looked;
        config.FetchQueueBackoffMs = 5;
        return new ConsumerBuilder<byte[]?, byte[]>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }

    private static long? CommittedOffset(IConsumer<byte[]?, byte[]> consumer, TopicPartition partition)
    {
        var committed = consumer.Committed([partition], Patience)[0].Offset;
        return committed == Offset.Unset ? null : committed.Value;
    }

    private static long StartOf(IConsumer<byte[]?, byte[]> consumer, TopicPartition partition, long low, long end, TimeSpan span, Func<RecordBatch, EventTime?> latestTime)
    {
        if (TimeAt(consumer, partition, Math.Max(low, end - Looked), end, latestTime) is not { } last) return low;
        var first = last - span;
        var high = end;
        while (high - low > Coarse)
        {
            var middle = low + ((high - low) / 2);
            if (TimeAt(consumer, partition, middle, Math.Min(middle + Looked, high), latestTime) is { } time && time < first) low = middle;
            else high = middle;
        }

        return low;
    }

    /// <summary>The latest event time in some records; null where there is none.</summary>
    private static EventTime? TimeAt(IConsumer<byte[]?, byte[]> consumer, TopicPartition partition, long from, long end, Func<RecordBatch, EventTime?> latestTime)
    {
        consumer.Assign(new TopicPartitionOffset(partition, from));
        var records = new RecordBatch();
        while (consumer.Consume(Patience) is { IsPartitionEOF: false } result && result.Offset.Value < end)
        {
            records.Add(result.Offset.Value, result.Message.Value, result.Message.Timestamp.UnixTimestampMs, CloudEventHeaders.Of(result.Message.Headers, all: true));
            if (result.Message.Key is { } key) records.AddKey(key);
            if (result.Offset.Value == end - 1) break;
        }

        return latestTime(records);
    }
}
