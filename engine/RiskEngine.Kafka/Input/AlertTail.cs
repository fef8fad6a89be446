using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace RiskEngine.Kafka.Input;

/// <summary>Reads the alert topic from its start, as an alert consumer would: every transition once, repeated ids dropped.</summary>
public sealed partial class AlertTail : IDisposable
{
    private readonly IConsumer<Ignore, byte[]> _consumer;
    private readonly HashSet<string> _seen = [];
    private readonly ILogger _log;

    /// <summary>Starts to read.</summary>
    /// <param name="options">The cluster and the topic names.</param>
    /// <param name="log">Where client errors go.</param>
    public AlertTail(KafkaOptions options, ILogger log)
    {
        _log = log;
        var config = options.ConsumerConfig();
        config.GroupId = $"{options.GroupId}-tail";
        config.EnableAutoCommit = false;
        config.EnablePartitionEof = false;
        config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range;
        _consumer = new ConsumerBuilder<Ignore, byte[]>(config)
            .SetErrorHandler((_, error) => LogError(error.Reason))
            .SetLogHandler((_, _) => { })
            .Build();
        _consumer.Assign(Partitions(options).Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
    }

    /// <summary>Transitions that came more than once.</summary>
    public long Repeated { get; private set; }

    /// <summary>The next transition's JSON; null where none comes in time.</summary>
    public byte[]? Next(TimeSpan timeout)
    {
        var result = _consumer.Consume(timeout);
        if (result?.Message is null) return null;
        var id = result.Message.Headers.TryGetLastBytes("ce_id", out var bytes) ? System.Text.Encoding.UTF8.GetString(bytes) : result.TopicPartitionOffset.ToString();
        if (_seen.Add(id)) return result.Message.Value;
        Repeated++;
        return Next(TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _consumer.Close();
        _consumer.Dispose();
    }

    private static List<TopicPartition> Partitions(KafkaOptions options)
    {
        using var admin = KafkaProbe.Admin(options);
        var topic = admin.GetMetadata(options.Topics.Alerts, TimeSpan.FromSeconds(10)).Topics[0];
        return [.. topic.Partitions.Select(partition => new TopicPartition(topic.Topic, partition.PartitionId))];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka, reading alerts: {Reason}")]
    private partial void LogError(string reason);
}
