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

    internal static IAdminClient Admin(KafkaOptions options) =>
        new AdminClientBuilder(new AdminClientConfig(options.ProducerConfig().Where(NotProducerOnly).ToDictionary())).SetLogHandler((_, _) => { }).Build();

    private static bool NotProducerOnly(KeyValuePair<string, string> property) =>
        property.Key is not ("enable.idempotence" or "acks" or "linger.ms" or "message.timeout.ms" or "compression.type");
}
