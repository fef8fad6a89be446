using Confluent.Kafka;

namespace RiskEngine.Kafka.Input;

/// <summary>Copies the events that the input topics still hold, partition by partition, without joining a consumer group.</summary>
public static class EventHistory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Copies the records that Kafka stamped within a range, each as one or more lines.</summary>
    /// <param name="options">The cluster and the topic names.</param>
    /// <param name="from">The first time, included.</param>
    /// <param name="to">The last time, not included.</param>
    /// <param name="open">Opens the target of one partition; disposed at the end.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>How many records were copied.</returns>
    /// <exception cref="KafkaException">The cluster cannot be reached or says nothing for 30 s.</exception>
    public static long Copy(KafkaOptions options, DateTimeOffset from, DateTimeOffset to, Func<TopicPartition, Stream> open, CancellationToken cancellationToken)
    {
        var config = options.ConsumerConfig();
        config.GroupId = $"{options.GroupId}-history";
        config.EnableAutoCommit = false;
        config.EnablePartitionEof = true;
        config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range;
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(config).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();
        var left = Partitions(options).ToDictionary(partition => partition, open);
        try
        {
            consumer.Assign(left.Keys.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
            return Copy(consumer, from, to, left, cancellationToken);
        }
        finally
        {
            foreach (var target in left.Values) target.Dispose();
            consumer.Close();
        }
    }

    private static long Copy(
        IConsumer<Ignore, byte[]> consumer, DateTimeOffset from, DateTimeOffset to, Dictionary<TopicPartition, Stream> left, CancellationToken cancellationToken)
    {
        var copied = 0L;
        while (left.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = consumer.Consume(Patience) ?? throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "no answer for 30 s"));
            if (!left.TryGetValue(result.TopicPartition, out var target)) continue;
            if (result.IsPartitionEOF)
            {
                target.Dispose();
                left.Remove(result.TopicPartition);
                consumer.IncrementalUnassign([result.TopicPartition]);
                continue;
            }

            var at = result.Message.Timestamp.UtcDateTime;
            if (result.Message.Value is null || at < from.UtcDateTime || at >= to.UtcDateTime) continue;
            target.Write(result.Message.Value);
            target.WriteByte((byte)'\n');
            copied++;
        }

        return copied;
    }

    private static IEnumerable<TopicPartition> Partitions(KafkaOptions options)
    {
        using var admin = KafkaProbe.Admin(options);
        var wanted = options.Topics.Events.ToHashSet();
        return [.. admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics.Where(topic => wanted.Contains(topic.Topic))
            .SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Topic, partition.PartitionId)))];
    }
}
