using Confluent.Kafka;
using Confluent.Kafka.Admin;
using RiskEngine.Kafka;
using RiskEngine.Simulator.Servers;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>A Kafka cluster to test on: one in this process, or the one that <c>RISKENGINE_TEST_KAFKA=host:port</c> names.</summary>
/// <remarks>Every test gets topics of its own, with a random prefix.</remarks>
internal sealed class TestCluster : IDisposable
{
    public const string Variable = "RISKENGINE_TEST_KAFKA";

    private const int MostReplicas = 3;
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);

    private readonly List<string> _created = [];

    private TestCluster(string servers, InProcessBroker? broker)
    {
        BootstrapServers = servers;
        Broker = broker;
    }

    /// <summary>The foreign cluster; null where there is none.</summary>
    public static string? External { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } servers ? servers : null;

    /// <summary>Where clients connect to.</summary>
    public string BootstrapServers { get; }

    /// <summary>The broker in this process; null on a foreign cluster.</summary>
    public InProcessBroker? Broker { get; }

    /// <summary>The least session time-out that the cluster allows with its usual settings.</summary>
    /// <remarks>The in-process broker makes every hand-over of partitions last about as long as this.</remarks>
    public TimeSpan SessionTimeout => TimeSpan.FromSeconds(Broker is null ? 6 : 2);

    public static TestCluster Start(int brokers = 1)
    {
        if (External is { } servers) return new TestCluster(servers, null);
        var broker = InProcessBroker.Start(brokers);
        return new TestCluster(broker.BootstrapServers, broker);
    }

    /// <summary>Creates all topics of an engine.</summary>
    /// <returns>The prefix of their names, different with every call.</returns>
    public async Task<string> CreateTopicsAsync()
    {
        var prefix = $"it{Guid.NewGuid():N}"[..12] + ".";
        var names = new TopicNames().WithPrefix(prefix).All.ToList();
        if (Broker is not null)
        {
            foreach (var name in names) Broker.CreateTopic(name, GoldenStream.Partitions);
            return prefix;
        }

        using var admin = Admin();

        // The cluster's own default (-1) can be asked for from Kafka 2.4 on only; a single replica is less than some clusters ask of a producer.
        var replicas = (short)Math.Min(MostReplicas, admin.GetMetadata(AnswerPatience).Brokers.Count);
        await admin.CreateTopicsAsync(names.Select(name => new TopicSpecification { Name = name, NumPartitions = GoldenStream.Partitions, ReplicationFactor = replicas }));
        _created.AddRange(names);
        return prefix;
    }

    public void Dispose()
    {
        if (_created.Count > 0)
        {
            using var admin = Admin();
            admin.DeleteTopicsAsync(_created).GetAwaiter().GetResult();
        }

        Broker?.Dispose();
    }

    private IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();
}
