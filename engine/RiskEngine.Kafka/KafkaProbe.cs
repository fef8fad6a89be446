using Confluent.Kafka;

namespace RiskEngine.Kafka;

/// <summary>Asks a cluster what it has.</summary>
public static class KafkaProbe
{
    /// <summary>Names of the topics in the cluster.</summary>
    /// <exception cref="KafkaException">No broker answers in time.</exception>
    public static IReadOnlySet<string> ListTopics(KafkaOptions options, TimeSpan timeout)
    {
        using var admin = Admin(options);
        return admin.GetMetadata(timeout).Topics.Select(topic => topic.Topic).ToHashSet();
    }

    /// <summary>Finds topics that are not there and do not come into being when they are asked for.</summary>
    /// <param name="options">The cluster and the topic names.</param>
    /// <param name="timeout">How long a topic may take to come into being.</param>
    /// <exception cref="KafkaException">No broker answers in time.</exception>
    public static IReadOnlyList<string> MissingTopics(KafkaOptions options, TimeSpan timeout)
    {
        var known = ListTopics(options, timeout);
        var missing = options.Topics.All.Where(topic => !known.Contains(topic)).ToList();
        if (missing.Count == 0) return missing;
        using var producer = new ProducerBuilder<Null, Null>(options.ProducerConfig()).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
        var started = TimeProvider.System.GetTimestamp();
        using var pause = new ManualResetEventSlim();
        while (true)
        {
            missing.RemoveAll(topic => Exists(admin, topic, timeout));
            if (missing.Count == 0 || TimeProvider.System.GetElapsedTime(started) > timeout) return missing;
            pause.Wait(200);
        }
    }

    /// <summary>Asking a broker that creates topics on demand creates it; it is there a moment later.</summary>
    private static bool Exists(IAdminClient admin, string topic, TimeSpan timeout) =>
        admin.GetMetadata(topic, timeout).Topics is [{ Error.IsError: false, Partitions.Count: > 0 }];

    internal static IAdminClient Admin(KafkaOptions options) =>
        new AdminClientBuilder(new AdminClientConfig(options.ProducerConfig().Where(NotProducerOnly).ToDictionary())).SetLogHandler((_, _) => { }).Build();

    private static bool NotProducerOnly(KeyValuePair<string, string> property) =>
        property.Key is not ("enable.idempotence" or "acks" or "linger.ms" or "message.timeout.ms" or "compression.type");
}
