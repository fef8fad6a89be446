using RiskEngine.Redis.Tests.Servers;
using StackExchange.Redis;

namespace RiskEngine.Redis.Tests;

/// <summary>A Redis Cluster of three.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private const int Slots = 16384;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<RedisNode> _nodes = [];
    private ConnectionMultiplexer? _connection;
    private RedisCheckpointStore? _store;

    public async Task InitializeAsync()
    {
        if (RedisNode.Program is null) return;
        for (var number = 0; number < 3; number++)
        {
            // The bus of a node is at its port plus 10,000.
            var port = RedisNode.FreePort();
            while (port > 55_000) port = RedisNode.FreePort();
            _nodes.Add(await RedisNode.StartAsync(port, ["--cluster-enabled", "yes", "--cluster-node-timeout", "2000"]));
        }

        for (var number = 0; number < 3; number++)
        {
            _nodes[number].Ask("CLUSTER", "ADDSLOTSRANGE", $"{Slots * number / 3}", $"{(Slots * (number + 1) / 3) - 1}");
            if (number > 0) _nodes[0].Ask("CLUSTER", "MEET", "127.0.0.1", $"{_nodes[number].Port}");
        }

        foreach (var node in _nodes)
        {
            await RedisNode.Eventually(() => node.Ask("CLUSTER", "INFO") is var info && info.Contains("cluster_state:ok") && info.Contains("cluster_known_nodes:3") ? null : info);
        }

        var options = new RedisOptions { Configuration = string.Join(',', _nodes.Select(node => node.Address)) };
        _connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        _store = new RedisCheckpointStore(_connection, options);
    }

    public Task DisposeAsync()
    {
        _connection?.Dispose();
        foreach (var node in _nodes) node.Dispose();
        return Task.CompletedTask;
    }

    [RedisFact]
    public async Task Tasks_are_spread_over_the_nodes_and_each_keeps_to_one_slot()
    {
        for (var partition = 0; partition < 24; partition++)
        {
            var steps = new StoredSteps(Store, StoredSteps.Task(partition));
            Assert.Equal(-1, await steps.Acquire());
            for (var step = 0; step < 6; step++) Assert.True(await steps.Save());
            Assert.Equal(5, await new StoredSteps(Store, StoredSteps.Task(partition)).Acquire());
            Assert.False(await steps.Save());
        }

        Assert.All(_nodes, node => Assert.NotEqual("0", node.Ask("DBSIZE")));
        Assert.Equal(24, _nodes.Sum(node => int.Parse(node.Ask("DBSIZE"))));
    }

    [RedisFact]
    public async Task Slot_that_moves_while_the_task_saves_loses_no_step()
    {
        var task = StoredSteps.Task(7);
        var key = $"riskengine:{{{task}}}:task";
        var steps = new StoredSteps(Store, task);
        await steps.Acquire();
        Assert.True(await steps.Save());
        var slot = _nodes[0].Ask("CLUSTER", "KEYSLOT", key);
        var from = _nodes.Single(node => node.Ask("CLUSTER", "COUNTKEYSINSLOT", slot) == "1");
        var to = _nodes.First(node => node != from);

        to.Ask("CLUSTER", "SETSLOT", slot, "IMPORTING", from.Ask("CLUSTER", "MYID"));
        from.Ask("CLUSTER", "SETSLOT", slot, "MIGRATING", to.Ask("CLUSTER", "MYID"));
        await steps.SaveUntilServed(Patience);
        Assert.Equal("OK", from.Ask("MIGRATE", "127.0.0.1", $"{to.Port}", key, "0", "5000"));

        // From here on the old node answers ASK, and after the slot has changed hands MOVED.
        await steps.SaveUntilServed(Patience);
        await steps.SaveUntilServed(Patience);
        foreach (var node in _nodes) node.Ask("CLUSTER", "SETSLOT", slot, "NODE", to.Ask("CLUSTER", "MYID"));
        for (var step = 0; step < 5; step++) await steps.SaveUntilServed(Patience);

        Assert.Equal(8, await new StoredSteps(Store, task).Acquire());
        Assert.Equal("1", to.Ask("CLUSTER", "COUNTKEYSINSLOT", slot));
    }

    private RedisCheckpointStore Store => _store ?? throw new InvalidOperationException("no cluster");
}
