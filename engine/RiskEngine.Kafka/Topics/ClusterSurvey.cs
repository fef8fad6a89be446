using Confluent.Kafka;
using Confluent.Kafka.Admin;
using RiskEngine.Core.Ports;

namespace RiskEngine.Kafka.Topics;

/// <summary>Asks a cluster how it is. Changes nothing: no topic comes into being, no offset is committed.</summary>
public static class ClusterSurvey
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(5);

    /// <summary>One before the end: RD_KAFKA_OFFSET_TAIL(1) of librdkafka, for which the .NET client has no name.</summary>
    private static readonly Offset LastRecord = new(-2001);

    /// <summary>Asks it; blocks for 20 s at most.</summary>
    /// <param name="options">The cluster and the topics of the engine.</param>
    /// <param name="time">The time of waits.</param>
    /// <exception cref="DependencyException">No broker answers.</exception>
    public static ClusterFacts Ask(KafkaOptions options, TimeProvider time)
    {
        var begun = time.GetTimestamp();
        using var admin = KafkaProbe.Admin(options);
        try
        {
            var metadata = admin.GetMetadata(Patience);
            var answered = time.GetElapsedTime(begun);
            var ours = metadata.Topics.Where(topic => !topic.Error.IsError && options.Topics.All.Contains(topic.Topic)).ToList();
            var (newest, isBrokerClock, unreadable) = Newest(options, ours, time);
            var (lacking, unknown) = Rights(admin, options.Topics, [.. ours.Select(topic => topic.Topic)]);
            return new ClusterFacts([.. metadata.Brokers.Select(broker => $"{broker.Host}:{broker.Port}")], answered, newest, isBrokerClock, unreadable, lacking, unknown);
        }
        catch (KafkaException fault)
        {
            throw new DependencyException(
                $"Kafka at '{options.BootstrapServers}' cannot be reached ({fault.Error.Reason}); start it or correct Kafka:BootstrapServers", fault);
        }
    }

    /// <summary>Reads the last record of every partition, of those topics that the engine reads.</summary>
    private static (DateTimeOffset? At, bool IsBrokerClock, Dictionary<string, string> Unreadable) Newest(
        KafkaOptions options, IReadOnlyList<TopicMetadata> topics, TimeProvider time)
    {
        var unreadable = new Dictionary<string, string>();
        var config = options.ConsumerConfig();
        (config.EnableAutoCommit, config.EnablePartitionEof, config.ConsumeResultFields) = (false, true, "timestamp,topic");
        config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range;
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        var read = options.Topics.Events.Concat([options.Topics.Ticks, options.Topics.Signals, options.Topics.Alerts]).ToHashSet();
        var waiting = topics.Where(topic => read.Contains(topic.Topic))
            .SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Topic, partition.PartitionId))).ToHashSet();
        consumer.Assign(waiting.Select(partition => new TopicPartitionOffset(partition, LastRecord)));
        DateTimeOffset? newest = null;
        var isBrokerClock = false;
        var begun = time.GetTimestamp();
        while (waiting.Count > 0 && time.GetElapsedTime(begun) < Reading)
        {
            try
            {
                if (consumer.Consume(Poll) is not { } result) continue;
                waiting.Remove(result.TopicPartition);
                if (result.IsPartitionEOF || result.Message.Timestamp.Type == TimestampType.NotAvailable) continue;
                var at = DateTimeOffset.FromUnixTimeMilliseconds(result.Message.Timestamp.UnixTimestampMs);
                if (newest >= at) continue;
                (newest, isBrokerClock) = (at, result.Message.Timestamp.Type == TimestampType.LogAppendTime);
            }
            catch (ConsumeException fault)
            {
                var partition = fault.ConsumerRecord.TopicPartition;
                unreadable[partition.Topic] = fault.Error.Reason;
                waiting.RemoveWhere(one => one.Topic == partition.Topic);
            }
        }

        return (newest, isBrokerClock, unreadable);
    }

    /// <summary>The rights of docs/operations.md that the cluster says this user lacks.</summary>
    private static (Dictionary<string, string> Lacking, string? Unknown) Rights(IAdminClient admin, TopicNames names, IReadOnlyList<string> topics)
    {
        if (topics.Count == 0) return ([], null);
        try
        {
            var asking = admin.DescribeTopicsAsync(
                TopicCollection.OfTopicNames(topics), new DescribeTopicsOptions { IncludeAuthorizedOperations = true, RequestTimeout = Patience });
            var lacking = new Dictionary<string, string>();
            var told = 0;
            foreach (var topic in asking.GetAwaiter().GetResult().TopicDescriptions.Where(topic => topic.AuthorizedOperations is { Count: > 0 }))
            {
                told++;
                var missing = Needed(names, topic.Name).Except(topic.AuthorizedOperations).ToList();
                if (missing.Count > 0) lacking[topic.Name] = string.Join(" and ", missing.Select(right => $"{right}".ToUpperInvariant()));
            }

            return (lacking, told == 0 ? "the cluster does not say" : null);
        }
        catch (KafkaException fault)
        {
            return ([], fault.Error.Reason);
        }
    }

    private static IEnumerable<AclOperation> Needed(TopicNames names, string topic)
    {
        if (names.Events.Contains(topic)) return [AclOperation.Read];
        // Tasks read some of them, the picture that each instance serves the others.
        string[] readToo = [names.Ticks, names.Signals, names.Audit, names.Alerts, names.Feedback, names.AlertState, names.Incidents, names.Places, names.Suppressed];
        return readToo.Contains(topic) ? [AclOperation.Read, AclOperation.Write] : [AclOperation.Write];
    }
}
