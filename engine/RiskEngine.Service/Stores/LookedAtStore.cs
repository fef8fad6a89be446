using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using RiskEngine.Core.Ports;
using RiskEngine.Redis;
using RiskEngine.Redis.Embedded;
using StackExchange.Redis;

namespace RiskEngine.Service.Stores;

/// <summary>A store that is looked into and left as it is; it closes with this object.</summary>
public sealed class LookedAtStore : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _connection;
    private readonly IAsyncDisposable? _server;

    private LookedAtStore(ConnectionMultiplexer connection, RedisOptions options, IAsyncDisposable? server)
    {
        _connection = connection;
        _server = server;
        Store = new RedisCheckpointStore(connection, options);
        Versions = new RedisVersionStore(connection, options);
    }

    /// <summary>The store.</summary>
    public RedisCheckpointStore Store { get; }

    /// <summary>The versions of rules and the like in it.</summary>
    public IVersionStore Versions { get; }

    /// <summary>Opens it.</summary>
    /// <exception cref="DependencyException">It cannot be reached, or an engine has its folder.</exception>
    public static async Task<LookedAtStore> OpenAsync(RedisOptions options, CancellationToken cancellationToken)
    {
        if (options.EmbeddedFolder is { } folder) return await OpenEmbeddedAsync(folder, options, cancellationToken).ConfigureAwait(false);
        return new LookedAtStore(await RedisConnection.OpenAsync(options, cancellationToken).ConfigureAwait(false), options, null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        if (_server is not null) await _server.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Alone in a method, so that Garnet is loaded where it is asked for and nowhere else.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<LookedAtStore> OpenEmbeddedAsync(string folder, RedisOptions options, CancellationToken cancellationToken)
    {
        var server = await EmbeddedServer.StartAsync(new EmbeddedOptions { Folder = folder, ReadOnly = true }, NullLogger.Instance, cancellationToken).ConfigureAwait(false);
        try
        {
            var connection = await RedisConnection.OpenAsync(options with { Configuration = server.Address, Password = server.Password }, cancellationToken).ConfigureAwait(false);
            return new LookedAtStore(connection, options, server);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
