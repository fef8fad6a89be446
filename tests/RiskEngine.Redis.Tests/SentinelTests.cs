using RiskEngine.Core.Ports;
using RiskEngine.Redis.Tests.Servers;

namespace RiskEngine.Redis.Tests;

/// <summary>A primary, its replica, and a Sentinel that promotes it.</summary>
public sealed class SentinelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [RedisFact]
    public async Task Replica_that_the_Sentinel_promotes_is_followed()
    {
        using var primary = await RedisNode.StartAsync();
        using var replica = await RedisNode.StartAsync("--replicaof", "127.0.0.1", $"{primary.Port}");
        using var sentinel = await RedisSentinel.StartAsync(primary, replicas: 1);
        var options = new RedisOptions { Configuration = $"{sentinel.Address},serviceName={RedisSentinel.Service}", Timeout = TimeSpan.FromSeconds(2) };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var steps = new StoredSteps(new RedisCheckpointStore(connection, options), StoredSteps.Task(0));
        await steps.Acquire();
        for (var step = 0; step < 6; step++) Assert.True(await steps.Save());
        await primary.IsCopiedTo(replica);

        primary.Kill();
        await steps.SaveUntilServed(Patience);

        Assert.Contains("role:master", replica.Ask("INFO", "replication"), StringComparison.Ordinal);
        Assert.Equal(6, await steps.Acquire());
    }

    /// <summary>Nothing is down: the roles are changed on purpose, and the former primary stays as a replica.</summary>
    [RedisFact]
    public async Task Fail_over_on_demand_is_followed_there_and_back()
    {
        using var first = await RedisNode.StartAsync("--repl-diskless-load", "disabled");
        using var second = await RedisNode.StartAsync("--replicaof", "127.0.0.1", $"{first.Port}");
        using var sentinel = await RedisSentinel.StartAsync(first, replicas: 1);
        var options = new RedisOptions { Configuration = $"{sentinel.Address},serviceName={RedisSentinel.Service}", Timeout = TimeSpan.FromSeconds(2) };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var steps = new StoredSteps(new RedisCheckpointStore(connection, options), StoredSteps.Task(0));
        await steps.Acquire();
        Assert.True(await steps.Save());
        await first.IsCopiedTo(second);

        await RedisNode.Eventually(() => Answer(() => sentinel.Ask("SENTINEL", "FAILOVER", RedisSentinel.Service)) is "OK" ? null : "no fail-over");
        await RedisNode.Eventually(() => sentinel.Ask("SENTINEL", "get-master-addr-by-name", RedisSentinel.Service).EndsWith(
            $"\n{second.Port}", StringComparison.Ordinal) ? null : "not promoted");
        await steps.SaveUntilServed(Patience);

        Assert.Equal(1, await steps.Acquire());
        Assert.Contains("role:master", second.Ask("INFO", "replication"), StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Users_of_Redis_and_of_the_Sentinel_are_given_to_each_and_need_the_documented_rights_only()
    {
        using var primary = await RedisNode.StartAsync();
        primary.Ask(["ACL", "SETUSER", "riskengine", "on", ">secret", .. UserTests.RightsOf("riskengine"), "+role"]);
        using var sentinel = await RedisSentinel.StartAsync(primary, replicas: 0);
        sentinel.Ask(["ACL", "SETUSER", "watcher", "on", ">other", .. UserTests.RightsOf("watcher")]);
        var options = new RedisOptions
        {
            Configuration = $"{sentinel.Address},serviceName={RedisSentinel.Service},sentinelUser=watcher,sentinelPassword=other",
            User = "riskengine",
            Password = "secret",
            Timeout = TimeSpan.FromSeconds(2),
        };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var steps = new StoredSteps(new RedisCheckpointStore(connection, options), StoredSteps.Task(0));
        await steps.Acquire();
        Assert.True(await steps.Save());

        Assert.Contains("user=riskengine", primary.Ask("CLIENT", "LIST"), StringComparison.Ordinal);
        Assert.Contains("user=watcher", sentinel.Ask("CLIENT", "LIST"), StringComparison.Ordinal);
        Assert.Equal("", primary.Ask("ACL", "LOG"));
        Assert.Equal("", sentinel.Ask("ACL", "LOG"));
    }

    [RedisFact]
    public async Task What_is_wrong_with_Sentinels_is_told_with_the_option_to_correct()
    {
        using var primary = await RedisNode.StartAsync("--requirepass", "s3cret");
        using var sentinel = await RedisSentinel.StartAsync(primary, replicas: 0, $"sentinel auth-pass {RedisSentinel.Service} s3cret");
        var right = new RedisOptions { Configuration = $"{sentinel.Address},serviceName={RedisSentinel.Service}", Password = "s3cret", Timeout = TimeSpan.FromSeconds(1) };
        using (await RedisConnection.OpenAsync(right, CancellationToken.None))
        {
            // The Sentinel has no password, and does not mind to be given one.
        }

        Assert.Contains("is a Sentinel that watches no 'other'; correct serviceName=",
            await Fault(right with { Configuration = $"{sentinel.Address},serviceName=other" }), StringComparison.Ordinal);
        Assert.Contains("is a Sentinel; add serviceName=NAME", await Fault(right with { Configuration = sentinel.Address }), StringComparison.Ordinal);
        Assert.Contains("is a Redis and no Sentinel; name Sentinels",
            await Fault(right with { Configuration = $"{primary.Address},serviceName={RedisSentinel.Service}" }), StringComparison.Ordinal);
        Assert.Contains(
            $"names '{primary.Address}' as the primary of '{RedisSentinel.Service}', which refuses user 'default' with this password (WRONGPASS)",
            await Fault(right with { Password = "wrong" }), StringComparison.Ordinal);
        sentinel.Ask("ACL", "SETUSER", "default", "resetpass", ">other");
        Assert.Contains("correct 'sentinelUser' in Redis:Configuration and 'sentinelPassword' in Redis:Configuration", await Fault(right), StringComparison.Ordinal);
    }

    private static string? Answer(Func<string> ask)
    {
        try
        {
            return ask();
        }
        catch (InvalidOperationException refusal)
        {
            return refusal.Message;
        }
    }

    private static async Task<string> Fault(RedisOptions options)
    {
        var fault = (await Assert.ThrowsAsync<DependencyException>(() => RedisConnection.OpenAsync(options, CancellationToken.None))).Message;
        Assert.DoesNotContain("s3cret", fault, StringComparison.Ordinal);
        return fault;
    }
}
