using System.Globalization;
using Confluent.Kafka;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Secrets;

namespace RiskEngine.Kafka;

/// <summary>How the engine reaches Kafka and what its topics are called.</summary>
public sealed record KafkaOptions
{
    // The client's own default.
    private const int UsualHeartbeat = 3_000;

    private const string UsualSession = "10000";

    /// <summary>Brokers to start from, <c>host:port,host:port</c>.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>Consumer group: instances with the same group share the partitions; default <c>riskengine</c>.</summary>
    public string GroupId { get; init; } = "riskengine";

    /// <summary>Names of the topics.</summary>
    public TopicNames Topics { get; init; } = new();

    /// <summary>Topics of the city's own, beside those of the contract, whose records are mapped; default none.</summary>
    public MappedTopics MappedTopics { get; init; } = MappedTopics.None;

    /// <summary>Topics of the engine's own that its tasks read too, as members of the same group; default none.</summary>
    public IReadOnlyList<string> OwnInputs { get; init; } = [];

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

    /// <summary>Whether records are taken from the client by the batch, straight from its memory; default true. Off reads them one by one with the stock client's call.</summary>
    public bool BatchConsume { get; init; } = true;

    /// <summary>How long a revoked partition's task may take for its last checkpoint; default 10 s.</summary>
    public TimeSpan RevokeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What consumers of the output topics may rely on; default at least once.</summary>
    public DeliveryMode Delivery { get; init; }

    /// <summary>The language of <c>message</c> in alerts, by its tag; default <c>en</c>.</summary>
    public string AlertLanguage { get; init; } = AlertSentence.DefaultLanguage;

    /// <summary>How many segments of a site path are the desk area that keys alerts; 0, the default, where there is no desk: they are keyed by their id then.</summary>
    public int AlertKeyDepth { get; init; }

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
        faults.AddRange(PropertyFaults());
        if (HeartbeatFault() is { } heartbeat) faults.Add(heartbeat);
        return faults;
    }

    /// <summary>How long the group waits for an instance that is silent before it gives its partitions to others.</summary>
    /// <value>The consumer's <c>session.timeout.ms</c>; 10 s unless given.</value>
    public TimeSpan SessionTimeout => TimeSpan.FromMilliseconds(int.Parse(Merged(Consumer).GetValueOrDefault("session.timeout.ms", UsualSession), CultureInfo.InvariantCulture));

    internal ConsumerConfig ConsumerConfig()
    {
        var settings = Merged(Consumer);
        settings.TryAdd("auto.offset.reset", "earliest");
        settings.TryAdd("enable.auto.commit", "true");
        settings.TryAdd("auto.commit.interval.ms", "1000");
        settings.TryAdd("session.timeout.ms", UsualSession);

        // With the client's default a short session would be over before the first heartbeat.
        if (MillisecondsIn(settings, "session.timeout.ms") is { } session) settings.TryAdd("heartbeat.interval.ms", $"{Math.Clamp(session / 3, 1, UsualHeartbeat)}");
        settings.TryAdd("fetch.wait.max.ms", "20");

        // A broker that dies without a word, as a host that loses power does, is not given up before this; the client's own default is a minute.
        settings.TryAdd("socket.timeout.ms", "30000");

        // With 100,000 records waiting in the client, which is a moment's load, its default is to stop fetching for a whole second.
        settings.TryAdd("fetch.queue.backoff.ms", "5");

        // How soon a new topic that a pattern names is found; the client's own default is five minutes.
        if (MappedTopics.Patterns.Count > 0) settings.TryAdd("topic.metadata.refresh.interval.ms", "10000");
        return new ConsumerConfig(settings)
        {
            BootstrapServers = BootstrapServers,
            GroupId = GroupId,
            EnableAutoOffsetStore = false,
            EnablePartitionEof = true,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
            ConsumeResultFields = "headers,timestamp,topic",
        };
    }

    /// <summary>Configuration of a producer.</summary>
    /// <param name="transactionalId">Null for one without transactions.</param>
    internal ProducerConfig ProducerConfig(string? transactionalId = null)
    {
        var settings = Merged(Producer);
        settings.TryAdd("linger.ms", "2");
        if (transactionalId is null) settings.TryAdd("message.timeout.ms", "0");
        else settings["transactional.id"] = transactionalId;
        settings.TryAdd("compression.type", "lz4");
        return new ProducerConfig(settings) { BootstrapServers = BootstrapServers, EnableIdempotence = true, Acks = Acks.All };
    }

    /// <summary>Some of the options, without secrets; one that is added later is shown only once somebody has decided so.</summary>
    public override string ToString() =>
        $"KafkaOptions {{ BootstrapServers = {SecretMask.Connection(BootstrapServers)}, GroupId = {GroupId}, "
        + $"Properties = {Shown(Properties)}, Consumer = {Shown(Consumer)}, Producer = {Shown(Producer)} }}";

    private static string Shown(IReadOnlyDictionary<string, string> properties) =>
        $"{{ {string.Join(", ", properties.Select(property => $"{property.Key} = {SecretMask.Value(property.Key, property.Value)}"))} }}";

    /// <summary>Creates the clients once, because only the library knows its properties; nothing is connected.</summary>
    private IEnumerable<string> PropertyFaults()
    {
        if (Properties.Count + Consumer.Count > 0 && FaultOf(() => new ConsumerBuilder<Ignore, Ignore>(ConsumerConfig()).SetLogHandler((_, _) => { }).Build()) is { } consumer)
        {
            yield return $"Kafka:Consumer or Kafka:Properties: {consumer}";
        }

        if (Properties.Count + Producer.Count > 0 && FaultOf(() => new ProducerBuilder<Null, Null>(ProducerConfig()).SetLogHandler((_, _) => { }).Build()) is { } producer)
        {
            yield return $"Kafka:Producer or Kafka:Properties: {producer}";
        }
    }

    /// <summary>The client takes such settings, and loses its partitions again and again.</summary>
    private string? HeartbeatFault()
    {
        var settings = Merged(Consumer);
        settings.TryAdd("session.timeout.ms", UsualSession);
        var session = MillisecondsIn(settings, "session.timeout.ms");
        return MillisecondsIn(settings, "heartbeat.interval.ms") is { } heartbeat && heartbeat >= session
            ? $"Kafka:Consumer:heartbeat.interval.ms is {heartbeat}, and session.timeout.ms {session}: the group would take an instance for dead between two heartbeats; "
                + "make it a third of the session time-out at most, or leave it out"
            : null;
    }

    private static int? MillisecondsIn(Dictionary<string, string> settings, string name) =>
        int.TryParse(settings.GetValueOrDefault(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;

    private string? FaultOf(Func<IDisposable> makeClient)
    {
        try
        {
            makeClient().Dispose();
            return null;
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or FormatException)
        {
            var properties = Properties.Concat(Consumer).Concat(Producer).Select(property => KeyValuePair.Create<string, string?>(property.Key, property.Value));
            return KnownSecrets.Of(properties).Mask(fault.Message);
        }
    }

    private Dictionary<string, string> Merged(IReadOnlyDictionary<string, string> more)
    {
        var merged = new Dictionary<string, string>(Properties);
        foreach (var (name, value) in more) merged[name] = value;
        return merged;
    }
}
