using RiskEngine.Redis;
using RiskEngine.Simulator.Servers;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>The cluster and the Redis that most integration tests share; each test has topics, and so keys, of its own.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private readonly List<string> _folders = [];
    private TestCluster? _cluster;
    private PrivateRedis? _redis;

    internal TestCluster Cluster => _cluster!;

    /// <summary>For tests that need a real one.</summary>
    internal PrivateRedis Redis => _redis!;

    /// <summary>A store for a test whose engines run one after the other, as <c>--redis</c> takes it: the real Redis, or an embedded store where there is none.</summary>
    internal string AnyStore() => _redis?.Address ?? EmbeddedStore();

    /// <summary>Waits until what <see cref="AnyStore"/> has taken survives a kill of the engine: the store inside it writes to its folder once a second.</summary>
    internal Task UntilOnDisk() => _redis is null ? Task.Delay(TimeSpan.FromSeconds(2)) : Task.CompletedTask;

    /// <summary>An embedded store in a new folder, as <c>--redis</c> takes it.</summary>
    internal string EmbeddedStore()
    {
        var folder = Directory.CreateTempSubdirectory("riskengine-embedded-test-").FullName;
        _folders.Add(folder);
        return $"{RedisOptions.Embedded}:{folder}";
    }

    public async Task InitializeAsync()
    {
        if (RealRedis.WhySkipped is null) _redis = await RealRedis.StartAsync();
        _cluster = TestCluster.Start();
    }

    public Task DisposeAsync()
    {
        _cluster?.Dispose();
        _redis?.Dispose();
        foreach (var folder in _folders) Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }
}
