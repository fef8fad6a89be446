namespace RiskEngine.Redis.Tests.Servers;

/// <summary>A Sentinel that watches one primary and promotes its replica within a second or two.</summary>
internal sealed class RedisSentinel : IDisposable
{
    public const string Service = "mymaster";
    private readonly RedisNode _node;

    private RedisSentinel(RedisNode node) => _node = node;

    public int Port => _node.Port;

    public string Address => _node.Address;

    /// <summary>Starts one, and waits until it knows the replicas of the primary.</summary>
    /// <param name="primary">What it watches.</param>
    /// <param name="replicas">How many replicas it must know.</param>
    /// <param name="settings">Lines of its file beyond its own.</param>
    public static async Task<RedisSentinel> StartAsync(RedisNode primary, int replicas, params string[] settings)
    {
        string[] lines =
        [
            $"sentinel monitor {Service} 127.0.0.1 {primary.Port} 1",
            $"sentinel down-after-milliseconds {Service} 300",
            $"sentinel failover-timeout {Service} 3000",
            .. settings,
        ];
        var sentinel = new RedisSentinel(await RedisNode.StartSentinelAsync(lines));
        await RedisNode.Eventually(() => sentinel._node.Ask("SENTINEL", "replicas", Service).Split('\n').Count(line => line == "role-reported") == replicas ? null
            : "the Sentinel does not know the replicas");
        return sentinel;
    }

    /// <summary>Sends a command.</summary>
    public string Ask(params string[] command) => _node.Ask(command);

    public void Dispose() => _node.Dispose();
}
