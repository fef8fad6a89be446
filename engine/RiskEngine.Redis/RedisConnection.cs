using RiskEngine.Core.Ports;
using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <summary>Opens connections to Redis that keep trying when it goes away.</summary>
public static class RedisConnection
{
    /// <summary>Connects, to the primary that the Sentinels name where the servers are Sentinels.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DependencyException">No server can be used; says which, why, and what to do.</exception>
    public static async Task<ConnectionMultiplexer> OpenAsync(RedisOptions options, CancellationToken cancellationToken)
    {
        var client = SettingsOf(options);
        var probe = new RedisProbe(options, SettingsOf(options));
        RedisException? cause = null;
        try
        {
            if (await Connected(client, cancellationToken).ConfigureAwait(false) is { } redis) return await Admitted(redis, probe, cancellationToken).ConfigureAwait(false);
        }
        catch (RedisException fault)
        {
            cause = fault;
        }

        var explanation = await probe.FindFaultsAsync(cancellationToken).ConfigureAwait(false)
            ?? $"Redis at '{options.Servers}' was not ready within {RedisFaults.Seconds(options.Timeout * client.ConnectRetry)}, "
                + "and answers now; start the engine again, or raise Redis:Timeout";
        throw cause is null ? new DependencyException(explanation) : new DependencyException(explanation, cause);
    }

    /// <summary>A connection as it was asked for.</summary>
    private static async Task<ConnectionMultiplexer> Admitted(ConnectionMultiplexer redis, RedisProbe probe, CancellationToken cancellationToken)
    {
        var server = redis.GetServers().First(server => server.IsConnected).EndPoint;
        if (await probe.FindSilentFaultAsync(server, cancellationToken).ConfigureAwait(false) is not { } fault) return redis;
        await redis.DisposeAsync().ConfigureAwait(false);
        throw new DependencyException(fault);
    }

    /// <summary>A connection; null where no server could be reached.</summary>
    private static async Task<ConnectionMultiplexer?> Connected(ConfigurationOptions client, CancellationToken cancellationToken)
    {
        // The client asks Sentinels without giving its thread back.
        var connecting = Task.Run(() => ConnectionMultiplexer.ConnectAsync(client), CancellationToken.None);
        ConnectionMultiplexer redis;
        try
        {
            redis = await connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = connecting.ContinueWith(static late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }

        // Without a service to ask for, the client takes a Sentinel for a server.
        if (redis.IsConnected && !redis.GetServers().Any(server => server.ServerType == ServerType.Sentinel)) return redis;
        await redis.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    private static ConfigurationOptions SettingsOf(RedisOptions options)
    {
        if (options.Validate() is [var fault, ..]) throw new DependencyException(fault);
        return ClientSettings.Of(options);
    }
}
