using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using RiskEngine.Core.Ports;
using RiskEngine.Redis;
using RiskEngine.Redis.Embedded;

namespace RiskEngine.Service.Stores;

/// <summary>Where a process keeps its checkpoints, opened as the options say; it closes with this object.</summary>
public sealed class OpenedStore : IAsyncDisposable
{
    private readonly IAsyncDisposable? _owned;

    private readonly Func<Task> _flush;

    private OpenedStore(ICheckpointStore store, string description, IAsyncDisposable? owned = null, Func<Task>? flush = null, IVersionStore? versions = null)
    {
        Versions = versions;
        Store = store;
        Description = description;
        _owned = owned;
        _flush = flush ?? (() => Task.CompletedTask);
    }

    /// <summary>The store.</summary>
    public ICheckpointStore Store { get; }

    /// <summary>Where versions of rules and the like are kept; null for a store in memory.</summary>
    public IVersionStore? Versions { get; }

    /// <summary>Where it is, for people.</summary>
    public string Description { get; }

    /// <summary>Opens a store.</summary>
    /// <param name="options">Which; null for one in memory.</param>
    /// <param name="log">Where the store inside this process tells of its disk.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="DependencyException">It cannot be reached or used.</exception>
    public static async Task<OpenedStore> OpenAsync(RedisOptions? options, ILogger log, CancellationToken cancellationToken)
    {
        if (options is null) return new OpenedStore(new InMemoryCheckpointStore(), "in memory");
        if (options.EmbeddedFolder is { } folder) return await OpenEmbeddedAsync(folder, options, log, cancellationToken).ConfigureAwait(false);
        var connection = await RedisConnection.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        return new OpenedStore(new RedisCheckpointStore(connection, options),
            string.Join(',', connection.GetEndPoints(configuredOnly: true).Select(endpoint => endpoint.ToString())), connection,
            versions: new RedisVersionStore(connection, options));
    }

    /// <summary>Returns once what was saved is where it outlives this process, for a store inside of it.</summary>
    /// <exception cref="DependencyException">The disk refuses: the last second is missing.</exception>
    public Task FlushAsync() => _flush();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _owned?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Alone in a method, so that Garnet is loaded where it is asked for and nowhere else.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<OpenedStore> OpenEmbeddedAsync(string folder, RedisOptions options, ILogger log, CancellationToken cancellationToken)
    {
        var store = await EmbeddedStore.OpenAsync(new EmbeddedOptions { Folder = folder }, options, log, cancellationToken).ConfigureAwait(false);
        return new OpenedStore(store, $"embedded, in {store.Folder}", store, store.FlushAsync, store);
    }
}
