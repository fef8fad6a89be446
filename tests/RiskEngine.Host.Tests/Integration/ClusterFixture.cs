using RiskEngine.Redis;

namespace RiskEngine.Host.Tests.Integration;

/// <summary>The cluster and the Redis that most integration tests share; each test has topics, and so keys, of its own.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private TestCluster? _cluster;
    private PrivateRedis? _redis;

    internal TestCluster Cluster => _cluster!;

    internal PrivateRedis Redis => _redis!;

    public async Task InitializeAsync()
    {
        if (RealRedis.WhySkipped is not null) return;
        _redis = await RealRedis.StartAsync();
        _cluster = TestCluster.Start();
    }

    public Task DisposeAsync()
    {
        _cluster?.Dispose();
        _redis?.Dispose();
        return Task.CompletedTask;
    }
}
