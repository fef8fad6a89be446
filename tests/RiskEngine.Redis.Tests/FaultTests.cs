using System.Net;
using System.Net.Sockets;
using System.Text;
using RiskEngine.Core.Ports;
using RiskEngine.Redis.Tests.Servers;

namespace RiskEngine.Redis.Tests;

/// <summary>What can be wrong with a Redis, made wrong: each fault is told by its name, with what to do.</summary>
public sealed class FaultTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [RedisFact]
    public async Task Refusals_of_a_server_are_told_by_the_step_that_fails()
    {
        using var redis = await RedisNode.StartAsync("--maxmemory-policy", "noeviction", "--dbfilename", "dump", "--busy-reply-threshold", "50");
        var options = new RedisOptions { Configuration = redis.Address, Timeout = TimeSpan.FromSeconds(5) };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var store = new RedisCheckpointStore(connection, options);
        var steps = new StoredSteps(store, StoredSteps.Task(0));
        await steps.Acquire();

        await Told("is full (OOM); raise its maxmemory", () => Ask("CONFIG", "SET", "maxmemory", "1000"), () => Ask("CONFIG", "SET", "maxmemory", "0"));
        await Told(
            "too few replicas follow it (NOREPLICAS); start them", () =>
                Ask("CONFIG", "SET", "min-replicas-to-write", "1"), () => Ask("CONFIG", "SET", "min-replicas-to-write", "0"));
        await Told("could not save its data (MISCONF); look at its log and its disk", () => FailToSave(redis), () => Ask("CONFIG", "SET", "stop-writes-on-bgsave-error", "no"));
        await Told("is a replica and takes no writes (READONLY); name its primary", () => Ask("REPLICAOF", "127.0.0.1", "1"), () => Ask("REPLICAOF", "NO", "ONE"));
        redis.Ask("CONFIG", "SET", "replica-serve-stale-data", "no");
        await Told("is a replica that has lost its primary (MASTERDOWN); start the primary", () => Ask("REPLICAOF", "127.0.0.1", "1"), () => Ask("REPLICAOF", "NO", "ONE"));
        await Told("is busy with a script that does not end (BUSY); end it with 'SCRIPT KILL'", () => KeepBusy(redis), () => Ask("SCRIPT", "KILL"));
        var key = $"riskengine:{{{StoredSteps.Task(9)}}}:task";
        redis.Ask("SET", key, "mine");
        Assert.Contains("holds something else under the key of a task (WRONGTYPE); set another Redis:KeyPrefix",
            await Fault(() => store.AcquireAsync(StoredSteps.Task(9), default)), StringComparison.Ordinal);

        Task Ask(params string[] command)
        {
            redis.Ask(command);
            return Task.CompletedTask;
        }

        async Task Told(string what, Func<Task> spoil, Func<Task> mend)
        {
            await spoil();
            var fault = await Fault(() => steps.Save());
            await mend();
            Assert.Contains($"Redis at '{redis.Address}' ", fault, StringComparison.Ordinal);
            Assert.Contains(what, fault, StringComparison.Ordinal);
            await steps.SaveUntilServed(TimeSpan.FromSeconds(20));
        }
    }

    /// <summary>The client connects to a server that loads, so that the engine waits for it.</summary>
    [RedisFact]
    public async Task Server_that_is_loading_is_told_by_the_step_that_fails()
    {
        using var redis = await RedisNode.StartAsync("--enable-debug-command", "local", "--loading-process-events-interval-bytes", "1024");
        var options = new RedisOptions { Configuration = redis.Address, Timeout = TimeSpan.FromSeconds(5) };
        redis.Ask("DEBUG", "POPULATE", "3000", "key", "100");
        redis.Ask("CONFIG", "SET", "key-load-delay", "5000");
        using var loader = new RespClient(redis.Port);
        var reload = Task.Run(() => loader.Send("DEBUG", "RELOAD"));
        await RedisNode.Eventually(() => Refusal(() => redis.Ask("PING"))?.StartsWith("LOADING", StringComparison.Ordinal) == true ? null : "not loading");

        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var fault = await Fault(() => new RedisCheckpointStore(connection, options).AcquireAsync(StoredSteps.Task(0), default));
        redis.Kill();
        await Assert.ThrowsAnyAsync<IOException>(() => reload);

        Assert.Contains("is still loading its data (LOADING); wait until it has", fault, StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Server_that_is_full_of_clients_or_busy_or_gone_is_told_at_the_start()
    {
        using var redis = await RedisNode.StartAsync("--maxclients", "3", "--busy-reply-threshold", "50");
        var options = new RedisOptions { Configuration = redis.Address, Timeout = Short };
        using (new RespClient(redis.Port))
        using (new RespClient(redis.Port))
        using (new RespClient(redis.Port))
        {
            Assert.Contains("has too many clients (max number of clients reached); raise its maxclients", await Fault(options), StringComparison.Ordinal);
        }

        await RedisNode.Eventually(() => Refusal(() => redis.Ask("CONFIG", "SET", "maxclients", "100")));
        await KeepBusy(redis);
        Assert.Contains("is busy with a script that does not end (BUSY)", await Fault(options), StringComparison.Ordinal);
        redis.Kill();
        Assert.Contains($"Redis at '{redis.Address}' cannot be reached: nothing listens there; start it, or correct host and port", await Fault(options), StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Cluster_that_does_not_serve_all_slots_is_told()
    {
        var port = RedisNode.FreePort();
        while (port > 55_000) port = RedisNode.FreePort();
        using var redis = await RedisNode.StartAsync(port, ["--cluster-enabled", "yes"]);
        var options = new RedisOptions { Configuration = redis.Address, Timeout = Short };
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);

        Assert.Contains(
            "does not serve all slots (CLUSTERDOWN); look at 'CLUSTER INFO'",
            await Fault(() => new RedisCheckpointStore(connection, options).AcquireAsync(StoredSteps.Task(0), default)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_that_is_not_known_is_told()
    {
        var fault = await Fault(new RedisOptions { Configuration = "redis.invalid:6379", Timeout = TimeSpan.FromSeconds(5) });

        Assert.Contains("Redis at 'redis.invalid:6379' has a name that no address is known for; correct Redis:Configuration", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "is no Redis: what listens there answers in another protocol; correct host and port")]
    [InlineData("$99999999\r\n", "is no Redis")]
    [InlineData("", "closed the connection; look at its log")]
    [InlineData(null, "takes connections but answers nothing within 0.5 s; check that it is a Redis")]
    [InlineData("-DENIED Redis is running in protected mode because protected mode is enabled\r\n", "is in protected mode (DENIED); give it a password or users")]
    [InlineData("-ERR unknown command 'AUTH', with args beginning with: 'joe' 's3cret' \r\n", "does not know a command that the engine needs (ERR unknown command 'AUTH')")]
    [InlineData("-ERR invalid password\r\n", "refuses user 'joe' with this password (invalid password)")]
    public async Task Something_else_that_listens_is_told(string? answer, string what)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var end = new CancellationTokenSource();
        var server = Serve(listener, answer, end.Token);
        var fault = await Fault(new RedisOptions { Configuration = listener.LocalEndpoint.ToString()!, User = "joe", Password = "s3cret", Timeout = TimeSpan.FromSeconds(0.5) });
        await end.CancelAsync();
        await server;

        Assert.Contains(what, fault, StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Each_server_is_told_with_its_own_fault()
    {
        using var redis = await RedisNode.StartAsync("--requirepass", "s3cret");
        var (gone, alsoGone) = (RedisNode.FreePort(), RedisNode.FreePort());

        var fault = await Fault(new RedisOptions { Configuration = $"127.0.0.1:{gone},{redis.Address},127.0.0.1:{alsoGone}", Password = "wrong", Timeout = Short });

        Assert.Contains($"'127.0.0.1:{gone},127.0.0.1:{alsoGone}' cannot be reached", fault, StringComparison.Ordinal);
        Assert.Contains($"'{redis.Address}' refuses user 'default'", fault, StringComparison.Ordinal);
    }

    /// <summary>Answers every connection with the same, whatever it says: a text, nothing and an end (empty), or nothing at all (null).</summary>
    private static async Task Serve(TcpListener listener, string? answer, CancellationToken end)
    {
        var open = new List<TcpClient>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(end);
                open.Add(client);
                if (answer is null) continue;
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), end);
                if (answer.Length == 0) client.Client.Shutdown(SocketShutdown.Both);
            }
        }
        catch (OperationCanceledException)
        {
            foreach (var client in open) client.Dispose();
        }
    }

    /// <summary>A folder stands where the file should.</summary>
    private static Task FailToSave(RedisNode redis)
    {
        Directory.CreateDirectory(Path.Combine(redis.Folder, "dump", "full"));
        redis.Ask("CONFIG", "SET", "save", "3600 1");
        redis.Ask("BGSAVE");
        return RedisNode.Eventually(() => redis.Ask("INFO", "persistence").Contains("rdb_last_bgsave_status:err", StringComparison.Ordinal) ? null : "it could save");
    }

    private static Task KeepBusy(RedisNode redis)
    {
        _ = Task.Run(() => Refusal(() => redis.Ask("EVAL", "while true do end", "0")));
        return RedisNode.Eventually(() => Refusal(() => redis.Ask("PING"))?.StartsWith("BUSY", StringComparison.Ordinal) == true ? null : "not busy");
    }

    private static string? Refusal(Func<string> ask)
    {
        try
        {
            ask();
            return null;
        }
        catch (InvalidOperationException refusal)
        {
            return refusal.Message;
        }
    }

    private static async Task<string> Fault(Func<Task> step) => (await Assert.ThrowsAsync<DependencyException>(step)).Message;

    private static async Task<string> Fault(RedisOptions options)
    {
        var fault = await Fault(async () => (await RedisConnection.OpenAsync(options, CancellationToken.None)).Dispose());
        Assert.DoesNotContain("s3cret", fault, StringComparison.Ordinal);
        return fault;
    }
}
