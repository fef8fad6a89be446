namespace RiskEngine.Kafka.Topics;

/// <summary>A topic as it should be.</summary>
/// <param name="Name">Its name, with prefix.</param>
/// <param name="Partitions">How many partitions it is made with.</param>
/// <param name="Replication">How many brokers keep each; null leaves it to the cluster.</param>
/// <param name="Settings">Settings of the topic, by Kafka's names.</param>
public sealed record PlannedTopic(string Name, int Partitions, short? Replication, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Whether it is made with one partition, whatever the others have.</summary>
    public bool IsSingle { get; init; }

    /// <summary>The call of Kafka's own tool that makes it, for whoever must ask somebody else to do so.</summary>
    /// <param name="bootstrapServers">The cluster.</param>
    public string Command(string bootstrapServers)
    {
        var replication = Replication is { } copies ? $" --replication-factor {copies}" : "";
        var settings = string.Concat(Settings.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $" --config {pair.Key}={pair.Value}"));
        return $"kafka-topics.sh --bootstrap-server {bootstrapServers} --create --if-not-exists --topic {Name} --partitions {Partitions}{replication}{settings}";
    }
}
