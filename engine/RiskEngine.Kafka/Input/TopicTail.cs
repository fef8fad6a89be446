using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace RiskEngine.Kafka.Input;

/// <summary>Reads a topic that the engine writes from its start, as a consumer would: every record once, repeated ids and tombstones dropped.</summary>
public sealed partial class TopicTail : IDisposable
{
    private readonly IConsumer<Ignore, byte[]?> _consumer;
    private readonly HashSet<string> _seen = [];
    private readonly ILogger _log;

    /// <summary>Starts to read.</summary>
    /// <param name="options">The cluster.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="log">Where client errors go.</param>
    public TopicTail(KafkaOptions options, string topic, ILogger log)
    {
        _log = log;
        var config = options.ConsumerConfig();
        config.GroupId = $"{options.GroupId}-tail";
        config.EnableAutoCommit = false;
        config.EnablePartitionEof = false;
        config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range;
        _consumer = new ConsumerBuilder<Ignore, byte[]?>(config)
            .SetErrorHandler((_, error) => LogError(error.Reason))
            .SetLogHandler((_, _) => { })
            .Build();
        _consumer.Assign(Partitions(options, topic).Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
    }

    /// <summary>Records that came more than once.</summary>
    public long Repeated { get; private set; }

    /// <summary>The next record's value; null where none comes in time.</summary>
    public byte[]? Next(TimeSpan timeout)
    {
        var result = _consumer.Consume(timeout);
        if (result?.Message is null) return null;
        var id = result.Message.Headers.TryGetLastBytes("ce_id", out var bytes) ? System.Text.Encoding.UTF8.GetString(bytes) : result.TopicPartitionOffset.ToString();
        if (result.Message.Value is { } value)
        {
            if (_seen.Add(id)) return value;
            Repeated++;
        }

        return Next(TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _consumer.Close();
        _consumer.Dispose();
    }

    private static List<TopicPartition> Partitions(KafkaOptions options, string name)
    {
        using var admin = KafkaProbe.Admin(options);
        var topic = admin.GetMetadata(name, TimeSpan.FromSeconds(10)).Topics[0];
        return [.. topic.Partitions.Select(partition => new TopicPartition(topic.Topic, partition.PartitionId))];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka, reading a topic: {Reason}")]
    private partial void LogError(string reason);
}
