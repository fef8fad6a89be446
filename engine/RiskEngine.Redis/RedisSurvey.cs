using System.Globalization;
using RiskEngine.Core.Ports;
using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <summary>Asks a Redis how it is, and tries the commands that the engine needs, without leaving anything behind.</summary>
public static class RedisSurvey
{
    /// <summary>All that a checkpoint and a version do, on a key that is gone when the script ends: nobody sees it.</summary>
    private const string Step =
        """
        redis.call('HSET', KEYS[1], 'a', '1')
        redis.call('HINCRBY', KEYS[1], 'a', 1)
        redis.call('EXPIRE', KEYS[1], 60)
        redis.call('HMGET', KEYS[1], 'a', 'b')
        redis.call('HKEYS', KEYS[1])
        local a = redis.call('HGET', KEYS[1], 'a')
        redis.call('HDEL', KEYS[1], 'a')
        return a
        """;

    /// <summary>Asks it.</summary>
    /// <param name="options">Valid options, of a Redis and not of a store inside this process.</param>
    /// <param name="time">The time of waits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DependencyException">It cannot be used; says why, and what to do.</exception>
    public static async Task<RedisFacts> AskAsync(RedisOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        // The client counts INFO among the commands of administrators; what the user may do is for the server to say.
        var asking = options with { Configuration = $"{options.Configuration},allowAdmin=true" };
        await using var redis = await RedisConnection.OpenAsync(asking, cancellationToken).ConfigureAwait(false);
        var faults = new RedisFaults(options, ClientSettings.Of(options));
        var server = redis.GetServers().First(server => server.IsConnected && !server.IsReplica);
        var name = ClientSettings.NameOf(server.EndPoint);
        TimeSpan roundTrip;
        Dictionary<string, string> info;
        try
        {
            info = (await server.InfoAsync().WaitAsync(options.Timeout, time, cancellationToken).ConfigureAwait(false))
                .SelectMany(group => group).GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.First().Value);

            // Not the first question, which takes the client longer than the server.
            await server.PingAsync().WaitAsync(options.Timeout, time, cancellationToken).ConfigureAwait(false);
            roundTrip = await server.PingAsync().WaitAsync(options.Timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            throw new DependencyException(faults.Of(fault, options.Timeout).For(name), fault);
        }

        var refusal = await Refusal(redis, options, faults, time, cancellationToken).ConfigureAwait(false);
        var appends = info.GetValueOrDefault("aof_enabled") == "1";
        return new RedisFacts(name, info.GetValueOrDefault("redis_version", "unknown"), info.GetValueOrDefault("maxmemory_policy", "unknown"),
            Number(info, "used_memory"), Number(info, "maxmemory"), appends,
            appends && info.GetValueOrDefault("aof_last_write_status", "ok") != "ok" ? "the last write of its append-only file failed" : null,
            (int)Number(info, "connected_slaves"), roundTrip, refusal?.For(name));
    }

    private static async Task<RedisFault?> Refusal(IConnectionMultiplexer redis, RedisOptions options, RedisFaults faults, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await redis.GetDatabase().ScriptEvaluateAsync(Step, [$"{options.KeyPrefix}:doctor"]).WaitAsync(options.Timeout, time, cancellationToken)
                .ConfigureAwait(false);
            return (string?)answer == "2" ? null : new RedisFault($"answers '{answer}' to a script whose answer is 2", "check what is between this machine and it");
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            return faults.Of(fault, options.Timeout);
        }
    }

    private static long Number(IReadOnlyDictionary<string, string> info, string name) =>
        long.TryParse(info.GetValueOrDefault(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
