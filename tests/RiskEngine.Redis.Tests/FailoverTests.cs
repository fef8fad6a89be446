using RiskEngine.Core.Ports;
using RiskEngine.Redis.Tests.Servers;

namespace RiskEngine.Redis.Tests;

public sealed class FailoverTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [RedisFact]
    public async Task Replica_that_missed_the_last_steps_takes_over_and_state_and_offset_move_back_together()
    {
        using var primary = await RedisNode.StartAsync();
        using var replica = await RedisNode.StartAsync("--replicaof", "127.0.0.1", $"{primary.Port}");
        using var address = new MovableAddress(primary.Port);
        var options = new RedisOptions { Configuration = address.Address, Timeout = TimeSpan.FromSeconds(2) };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var store = new RedisCheckpointStore(connection, options);
        var steps = new StoredSteps(store, StoredSteps.Task(0));
        await steps.Acquire();
        for (var step = 0; step < 6; step++) Assert.True(await steps.Save());
        await primary.IsCopiedTo(replica);

        replica.Ask("REPLICAOF", "NO", "ONE");
        for (var step = 0; step < 2; step++) Assert.True(await steps.Save());
        primary.Kill();
        address.MoveTo(replica.Port);

        Assert.False(await Served(() => steps.Save()));
        Assert.Equal(5, await steps.Acquire());
        Assert.True(await steps.Save());
    }

    [RedisFact]
    public async Task Replica_that_was_listed_beside_the_primary_is_found_when_it_is_promoted()
    {
        using var primary = await RedisNode.StartAsync();
        using var replica = await RedisNode.StartAsync("--replicaof", "127.0.0.1", $"{primary.Port}");
        var options = new RedisOptions { Configuration = $"{primary.Address},{replica.Address}", Timeout = TimeSpan.FromSeconds(2) };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var steps = new StoredSteps(new RedisCheckpointStore(connection, options), StoredSteps.Task(0));
        await steps.Acquire();
        Assert.True(await steps.Save());
        await primary.IsCopiedTo(replica);

        primary.Kill();
        replica.Ask("REPLICAOF", "NO", "ONE");

        Assert.True(await Served(() => steps.Save()));
        Assert.Equal(1, await steps.Acquire());
    }

    [RedisFact]
    public async Task Primary_that_becomes_a_replica_refuses_with_the_reason_and_serves_again_when_it_is_promoted()
    {
        using var other = await RedisNode.StartAsync();
        using var redis = await RedisNode.StartAsync();
        var options = new RedisOptions { Configuration = redis.Address, Timeout = TimeSpan.FromSeconds(2) };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var steps = new StoredSteps(new RedisCheckpointStore(connection, options), StoredSteps.Task(0));
        await steps.Acquire();
        Assert.True(await steps.Save());

        // Of a server that has gone: the data stays, writes are refused.
        other.Kill();
        redis.Ask("REPLICAOF", "127.0.0.1", $"{other.Port}");
        var fault = await Assert.ThrowsAsync<DependencyException>(() => steps.Save());
        redis.Ask("REPLICAOF", "NO", "ONE");

        Assert.Contains("READONLY", fault.Message, StringComparison.Ordinal);
        Assert.True(await Served(() => steps.Save()));
    }

    [RedisFact]
    public async Task Full_Redis_refuses_with_the_reason_and_serves_again_when_it_has_room()
    {
        using var redis = await RedisNode.StartAsync("--maxmemory-policy", "noeviction");
        var options = new RedisOptions { Configuration = redis.Address };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var steps = new StoredSteps(new RedisCheckpointStore(connection, options), StoredSteps.Task(0));
        await steps.Acquire();
        Assert.True(await steps.Save());

        redis.Ask("CONFIG", "SET", "maxmemory", "1000");
        var fault = await Assert.ThrowsAsync<DependencyException>(() => steps.Save());
        redis.Ask("CONFIG", "SET", "maxmemory", "0");

        Assert.Contains("OOM", fault.Message, StringComparison.Ordinal);
        Assert.True(await steps.Save());
        Assert.Equal(1, await steps.Acquire());
    }

    /// <summary>Tries until Redis serves.</summary>
    private static async Task<bool> Served(Func<Task<bool>> step)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await step();
            }
            catch (DependencyException) when (TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(100);
            }
        }
    }
}
