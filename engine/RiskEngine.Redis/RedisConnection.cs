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
        RedisException? cause = null;
        try
        {
            if (await Connected(client, cancellationToken).ConfigureAwait(false) is { } redis) return redis;
        }
        catch (RedisException fault)
        {
            cause = fault;
        }

        var explanation = await new RedisProbe(options, SettingsOf(options)).ExplainAsync(cancellationToken).ConfigureAwait(false);
        throw cause is null ? new DependencyException(explanation) : new DependencyException(explanation, cause);
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

        var servers = redis.GetServers();
        if (redis.IsConnected && !servers.All(server => server.ServerType == ServerType.Sentinel)) return redis;
        var sentinels = redis.IsConnected;
        await redis.DisposeAsync().ConfigureAwait(false);
        return sentinels
            ? throw new DependencyException($"Redis at '{string.Join(',', servers.Select(server => ClientSettings.NameOf(server.EndPoint)))}' is a Sentinel; add serviceName=NAME to Redis:Configuration, the name of the primary that it watches")
            : null;
    }

    private static ConfigurationOptions SettingsOf(RedisOptions options)
    {
        if (options.Validate() is [var fault, ..]) throw new DependencyException(fault);
        return ClientSettings.Of(options);
    }
}
