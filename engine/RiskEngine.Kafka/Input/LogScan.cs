using System.Globalization;
using Confluent.Kafka;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Kafka.Native;

namespace RiskEngine.Kafka.Input;

/// <summary>Reads stretches of topics as they are, without joining a consumer group. Used by one thread at a time.</summary>
/// <param name="options">The cluster.</param>
public sealed class LogScan(KafkaOptions options) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly IConsumer<byte[]?, byte[]?> _consumer = Create(options);

    /// <summary>Where a partition begins and ends: the offset of its first record, and the one behind its last.</summary>
    /// <exception cref="DependencyException">Kafka does not answer.</exception>
    public (long First, long End) BoundsOf(TaskId task) => Asked(task.ToString(), () =>
    {
        var bounds = _consumer.QueryWatermarkOffsets(PartitionOf(task), Patience);
        return (bounds.Low.Value, bounds.High.Value);
    });

    /// <summary>The partitions of topics, by topic and number.</summary>
    /// <param name="isWanted">Which topics.</param>
    /// <exception cref="DependencyException">Kafka does not answer.</exception>
    public IReadOnlyList<TaskId> Partitions(Func<string, bool> isWanted) => Asked("its topics", () =>
    {
        using var admin = new DependentAdminClientBuilder(_consumer.Handle).Build();
        return (IReadOnlyList<TaskId>)
        [
            .. admin.GetMetadata(Patience).Topics.Where(topic => !topic.Error.IsError && isWanted(topic.Topic))
                .SelectMany(topic => topic.Partitions.Select(partition => new TaskId(topic.Topic, partition.PartitionId)))
                .OrderBy(task => task.Topic, StringComparer.Ordinal).ThenBy(task => task.Partition),
        ];
    });

    /// <summary>The offset of the first record that the log took at a time or later; the end of the partition where there is none.</summary>
    /// <exception cref="DependencyException">Kafka does not answer.</exception>
    public long OffsetAt(TaskId task, DateTimeOffset time)
    {
        var asked = new TopicPartitionTimestamp(PartitionOf(task), new Timestamp(time));
        var offset = Asked(task.ToString(), () => _consumer.OffsetsForTimes([asked], Patience)[0].Offset);
        return offset == Offset.End ? BoundsOf(task).End : offset.Value;
    }

    /// <summary>Reads a stretch of a partition. One at a time: ask for the next once this one has been read or dropped.</summary>
    /// <param name="task">The partition.</param>
    /// <param name="from">Offset of the first record.</param>
    /// <param name="end">Offset behind the last.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>What retention and compaction have left of it, in order.</returns>
    /// <exception cref="DependencyException">Kafka does not answer.</exception>
    public IEnumerable<LogRecord> Read(TaskId task, long from, long end, CancellationToken cancellationToken)
    {
        if (from >= end) yield break;
        var partition = PartitionOf(task);
        Asked(task.ToString(), () =>
        {
            _consumer.Assign(new TopicPartitionOffset(partition, from));
            return true;
        });
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var result = Asked(task.ToString(), () => _consumer.Consume(Patience)) ?? throw Unanswered(task.ToString(), "no answer for 30 s");
                if (result.IsPartitionEOF && result.Offset.Value < end) continue;
                if (result.IsPartitionEOF || result.Offset.Value >= end) yield break;
                yield return RecordOf(result);
                if (result.Offset.Value == end - 1) yield break;
            }
        }
        finally
        {
            _consumer.Unassign();
        }
    }

    /// <summary>Reads all that a topic holds at this moment, partition by partition.</summary>
    /// <exception cref="DependencyException">Kafka does not answer.</exception>
    public IEnumerable<LogRecord> ReadAll(string topic, CancellationToken cancellationToken)
    {
        foreach (var task in Partitions(name => name == topic))
        {
            var (first, end) = BoundsOf(task);
            foreach (var record in Read(task, first, end, cancellationToken)) yield return record;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _consumer.Dispose();

    private static TopicPartition PartitionOf(TaskId task) => new(task.Topic, task.Partition);

    private static LogRecord RecordOf(ConsumeResult<byte[]?, byte[]?> result) => new(
        result.Topic, result.Partition.Value, result.Offset.Value, result.Message.Key ?? [], result.Message.Value is { } value ? (ReadOnlyMemory<byte>?)value : null)
    {
        AppendedUnixMillis = result.Message.Timestamp.UnixTimestampMs,
        Headers = CloudEventHeaders.Of(result.Message.Headers, all: true),
    };

    private static T Asked<T>(string what, Func<T> question)
    {
        try
        {
            return question();
        }
        catch (KafkaException fault)
        {
            throw Unanswered(what, fault.Error.Reason, fault);
        }
    }

    private static DependencyException Unanswered(string what, string reason, Exception? fault = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Kafka does not say what is in {what}: {reason}"), fault);

    private static IConsumer<byte[]?, byte[]?> Create(KafkaOptions options)
    {
        var config = options.ConsumerConfig();
        config.EnableAutoCommit = false;
        config.EnablePartitionEof = true;
        config.AutoOffsetReset = AutoOffsetReset.Earliest;
        config.FetchQueueBackoffMs = 5;
        return new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }
}
