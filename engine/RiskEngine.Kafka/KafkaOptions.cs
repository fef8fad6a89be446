using Confluent.Kafka;

namespace RiskEngine.Kafka;

/// <summary>How the engine reaches Kafka and what its topics are called.</summary>
public sealed record KafkaOptions
{
    /// <summary>Brokers to start from, <c>host:port,host:port</c>.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>Consumer group: instances with the same group share the partitions; default <c>riskengine</c>.</summary>
    public string GroupId { get; init; } = "riskengine";

    /// <summary>Names of the topics.</summary>
    public TopicNames Topics { get; init; } = new();

    /// <summary>Further librdkafka properties for every client, e.g. <c>security.protocol</c>, <c>sasl.username</c>.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Further librdkafka properties for the consumer.</summary>
    public IReadOnlyDictionary<string, string> Consumer { get; init; } = new Dictionary<string, string>();

    /// <summary>Further librdkafka properties for the producer.</summary>
    public IReadOnlyDictionary<string, string> Producer { get; init; } = new Dictionary<string, string>();

    /// <summary>Batches that may wait for a task; beyond, its partition pauses. Default 8.</summary>
    public int QueuedBatches { get; init; } = 8;

    /// <summary>Most records of one batch; default 2,000.</summary>
    public int BatchRecords { get; init; } = 2_000;

    /// <summary>How long a revoked partition's task may take for its last checkpoint; default 10 s.</summary>
    public TimeSpan RevokeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>All faults of these options; empty where there is none.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(BootstrapServers)) faults.Add("Kafka:BootstrapServers is empty; write e.g. 'localhost:9092'");
        if (string.IsNullOrWhiteSpace(GroupId)) faults.Add("Kafka:GroupId is empty; write e.g. 'riskengine'");
        if (QueuedBatches is < 1 or > 1000) faults.Add($"Kafka:QueuedBatches is {QueuedBatches}; it must be 1 to 1000");
        if (BatchRecords is < 1 or > 100_000) faults.Add($"Kafka:BatchRecords is {BatchRecords}; it must be 1 to 100000");
        if (RevokeTimeout <= TimeSpan.Zero) faults.Add("Kafka:RevokeTimeout must be above zero");
        faults.AddRange(Topics.Validate());
        return faults;
    }

    internal ConsumerConfig ConsumerConfig()
    {
        var config = new ConsumerConfig(Merged(Consumer))
        {
            BootstrapServers = BootstrapServers,
            GroupId = GroupId,
            EnableAutoOffsetStore = false,
            EnablePartitionEof = true,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        };
        config.AutoOffsetReset ??= AutoOffsetReset.Earliest;
        config.EnableAutoCommit ??= true;
        config.AutoCommitIntervalMs ??= 1000;
        config.SessionTimeoutMs ??= 10_000;
        config.FetchWaitMaxMs ??= 20;
        config.ConsumeResultFields = "headers,timestamp,topic";
        return config;
    }

    internal ProducerConfig ProducerConfig()
    {
        var config = new ProducerConfig(Merged(Producer)) { BootstrapServers = BootstrapServers, EnableIdempotence = true, Acks = Acks.All };
        config.LingerMs ??= 2;
        config.MessageTimeoutMs ??= 0;
        config.CompressionType ??= CompressionType.Lz4;
        return config;
    }

    private Dictionary<string, string> Merged(IReadOnlyDictionary<string, string> more)
    {
        var merged = new Dictionary<string, string>(Properties);
        foreach (var (name, value) in more) merged[name] = value;
        return merged;
    }
}
