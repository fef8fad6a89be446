using System.Net;
using System.Net.Sockets;
using RiskEngine.Core.Ports;
using RiskEngine.Redis.Tests.Servers;
using StackExchange.Redis;

namespace RiskEngine.Redis.Tests;

/// <summary>What the engine needs of the client library, beyond what it does by itself.</summary>
public sealed class ClientTests
{
    [RedisFact]
    public async Task Step_fails_at_once_while_Redis_is_gone_and_is_not_sent_later()
    {
        using var redis = await RedisNode.StartAsync();
        var options = new RedisOptions { Configuration = redis.Address, Timeout = TimeSpan.FromMinutes(1) };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var store = new RedisCheckpointStore(connection, options);
        var steps = new StoredSteps(store, StoredSteps.Task(0));
        await steps.Acquire();

        redis.Kill();
        await RedisNode.Eventually(() => store.IsReachable ? "still connected" : null);

        // Queued, it would wait for the minute, and be sent behind what comes after it.
        await Assert.ThrowsAsync<DependencyException>(() => steps.Save().WaitAsync(TimeSpan.FromSeconds(20)));
        await RedisNode.Eventually(async () => (await Assert.ThrowsAsync<DependencyException>(() => steps.Save())).Message is var told && told.Contains(
            "nothing listens there", StringComparison.Ordinal) ? null : told);
        await redis.StartAsync();
        await RedisNode.Eventually(() => store.IsReachable ? null : "not connected again");
        Assert.Equal("0", redis.Ask("DBSIZE"));
    }

    /// <summary>Redis does not answer for two seconds. The client's own limit, looked at each second, would be the time-out of small steps.</summary>
    [RedisFact]
    public async Task Large_segment_has_the_time_that_its_size_gives_it()
    {
        using var redis = await RedisNode.StartAsync();
        var options = new RedisOptions { Configuration = redis.Address, Timeout = TimeSpan.FromMilliseconds(500) };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var store = new RedisCheckpointStore(connection, options);
        var (small, large) = (new StoredSteps(store, StoredSteps.Task(0)), new StoredSteps(store, StoredSteps.Task(1)));
        await small.Acquire();
        await large.Acquire();

        redis.Ask("CLIENT", "PAUSE", "2000", "WRITE");
        var saved = large.Save(bytes: 40 * 1024 * 1024);
        var fault = await Assert.ThrowsAsync<DependencyException>(() => small.Save());

        Assert.Contains("did not answer within 0.5 s", fault.Message, StringComparison.Ordinal);
        Assert.True(await saved);
    }

    [RedisFact]
    public async Task One_connection_is_opened_and_it_has_a_name()
    {
        using var redis = await RedisNode.StartAsync();
        var options = new RedisOptions { Configuration = redis.Address };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        await new RedisCheckpointStore(connection, options).AcquireAsync(StoredSteps.Task(0), CancellationToken.None);

        var clients = redis.Ask("CLIENT", "LIST").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(client => !client.Contains("cmd=client|list", StringComparison.Ordinal));
        Assert.Contains($"name=riskengine-{Environment.MachineName} ", Assert.Single(clients), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Attempts_to_connect_are_given_longer_from_one_to_the_next_up_to_a_limit()
    {
        var retry = new GrowingRetry(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2));

        Assert.Equal([500, 1000, 1500, 2000, 2000], Enumerable.Range(0, 5).Select(failures => Enumerable.Range(0, 5000).First(elapsed => retry.ShouldRetry(failures, elapsed))));
    }

    [Fact]
    public async Task Machine_that_acknowledges_nothing_is_given_up_after_a_time()
    {
        if (LostMachines.TryNotice(TimeSpan.FromSeconds(20)) is not { } lost)
        {
            Assert.False(OperatingSystem.IsLinux());
            return;
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndpoint);
        Assert.Null(await lost.BeforeAuthenticateAsync(listener.LocalEndpoint, ConnectionType.Interactive, socket, CancellationToken.None));

        var millis = new byte[4];
        Assert.Equal(4, socket.GetRawSocketOption(LostMachines.Tcp, LostMachines.UserTimeout, millis));
        Assert.Equal(20_000, BitConverter.ToInt32(millis));
    }
}
