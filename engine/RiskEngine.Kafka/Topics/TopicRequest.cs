namespace RiskEngine.Kafka.Topics;

/// <summary>What somebody who makes the topics decides.</summary>
public sealed record TopicRequest
{
    /// <summary>Partitions of each topic that is not made with one; null takes <see cref="DefaultPartitions"/>, and compares none.</summary>
    public int? Partitions { get; init; }

    /// <summary>How many brokers keep each partition; null leaves it to the cluster, and compares none.</summary>
    public short? Replication { get; init; }

    /// <summary>How long events, ticks and signals are kept; default 7 days.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long alerts, and what the desk says of them, are kept; default a year.</summary>
    public TimeSpan AlertRetention { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Partitions where nobody says how many.</summary>
    public const int DefaultPartitions = 4;
}
