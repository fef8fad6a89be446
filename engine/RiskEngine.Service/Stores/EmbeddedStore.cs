using Microsoft.Extensions.Logging;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tasks;
using RiskEngine.Redis;
using RiskEngine.Redis.Embedded;
using StackExchange.Redis;

namespace RiskEngine.Service.Stores;

/// <summary>Keeps checkpoints in a Redis inside this process, by the same steps as in any other Redis.</summary>
/// <remarks>While the disk refuses writes it refuses steps, and while the log is rewritten steps wait. May be shared by tasks and threads.</remarks>
internal sealed partial class EmbeddedStore : ITwoStepStore, IVersionStore, IAsyncDisposable
{
    private const int MostSteps = 256;
    private static readonly TimeSpan LookAtLogEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _steps = new(MostSteps, MostSteps);
    private readonly CancellationTokenSource _stop = new();
    private readonly EmbeddedServer _server;
    private readonly RedisOptions _options;
    private readonly ILogger _log;
    private ConnectionMultiplexer _connection;
    private RedisCheckpointStore _store;
    private RedisVersionStore _versions;
    private Task _looking = Task.CompletedTask;

    private EmbeddedStore(EmbeddedServer server, RedisOptions options, ILogger log, ConnectionMultiplexer connection)
    {
        _server = server;
        _options = options;
        _log = log;
        _connection = connection;
        _store = new RedisCheckpointStore(connection, options);
        _versions = new RedisVersionStore(connection, options);
    }

    /// <summary>Its folder.</summary>
    public string Folder => _server.Folder;

    /// <inheritdoc/>
    public bool IsReachable => _server.Fault is null && _store.IsReachable;

    /// <inheritdoc/>
    public string? LastFault => _server.Fault is { } fault ? Refusing(fault, null).Message : _store.LastFault;

    /// <summary>Starts the server and connects to it.</summary>
    /// <exception cref="DependencyException">The folder cannot be used.</exception>
    public static async Task<EmbeddedStore> OpenAsync(EmbeddedOptions embedded, RedisOptions options, ILogger log, CancellationToken cancellationToken)
    {
        var server = await EmbeddedServer.StartAsync(embedded, log, cancellationToken).ConfigureAwait(false);
        try
        {
            var store = new EmbeddedStore(server, options, log, await ConnectAsync(server, options, cancellationToken).ConfigureAwait(false));
            store._looking = store.LookAtLog();
            return store;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<StoredTask> AcquireAsync(TaskId task, CancellationToken cancellationToken) => Run(store => store.AcquireAsync(task, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TrySaveAsync(TaskId task, long epoch, TaskCheckpoint checkpoint, ReadOnlyMemory<byte> segment, CancellationToken cancellationToken) =>
        Run(store => store.TrySaveAsync(task, epoch, checkpoint, segment, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryPrepareAsync(TaskId task, long epoch, TaskCheckpoint checkpoint, ReadOnlyMemory<byte> segment, CancellationToken cancellationToken) =>
        Run(store => store.TryPrepareAsync(task, epoch, checkpoint, segment, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryFinishAsync(TaskId task, long epoch, PendingStep step, CancellationToken cancellationToken) =>
        Run(store => store.TryFinishAsync(task, epoch, step, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryDropAsync(TaskId task, long epoch, CancellationToken cancellationToken) =>
        Run(store => store.TryDropAsync(task, epoch, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<PendingStep?> FindPendingAsync(TaskId task, CancellationToken cancellationToken) =>
        Run(store => store.FindPendingAsync(task, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ExtendAsync(string key) => Run(_ => _versions.ExtendAsync(key), CancellationToken.None);

    /// <inheritdoc/>
    public Task KeepAsync(string key, ReadOnlyMemory<byte> value) => Run(
        async _ =>
        {
            await _versions.KeepAsync(key, value).ConfigureAwait(false);
            return true;
        },
        CancellationToken.None);

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> FindAsync(string key) => Run(_ => _versions.FindAsync(key), CancellationToken.None);

    /// <summary>Returns once all steps until now are on the disk.</summary>
    /// <exception cref="DependencyException">The disk refuses.</exception>
    public Task FlushAsync() => _server.FlushAsync();

    /// <summary>Writes what is left to the disk and ends the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _looking.ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _steps.Dispose();
        _stop.Dispose();
    }

    /// <summary>Shortens the log. Steps wait until it is done: what is written while the rest is copied would be lost.</summary>
    /// <exception cref="DependencyException">There is no room for it; all goes on as before.</exception>
    private async Task RewriteAsync(CancellationToken cancellationToken)
    {
        var held = 0;
        try
        {
            for (; held < MostSteps; held++) await _steps.WaitAsync(cancellationToken).ConfigureAwait(false);
            await using var before = await _server.RewriteAsync(cancellationToken).ConfigureAwait(false);
            var old = _connection;
            _connection = await ReconnectAsync(cancellationToken).ConfigureAwait(false);
            _store = new RedisCheckpointStore(_connection, _options);
            _versions = new RedisVersionStore(_connection, _options);
            await old.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            if (held > 0) _steps.Release(held);
        }
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(EmbeddedServer server, RedisOptions options, CancellationToken cancellationToken) =>
        RedisConnection.OpenAsync(options with { Configuration = server.Address, Password = server.Password }, cancellationToken);

    /// <summary>To a server that is there for certain; on a busy machine it may take more than one attempt, and there is no way back.</summary>
    private async Task<ConnectionMultiplexer> ReconnectAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ConnectAsync(_server, _options, cancellationToken).ConfigureAwait(false);
            }
            catch (DependencyException failure)
            {
                LogNotConnected(failure.Message);
            }
        }
    }

    private async Task<T> Run<T>(Func<RedisCheckpointStore, Task<T>> step, CancellationToken cancellationToken)
    {
        await _steps.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_server.Fault is { } fault) throw Refusing(fault, null);
            return await step(_store).ConfigureAwait(false);
        }
        catch (DependencyException failure) when (_server.Fault is { } fault)
        {
            throw Refusing(fault, failure);
        }
        catch (DependencyException failure)
        {
            throw new DependencyException($"the embedded store in '{Folder}': {failure.Message}", failure);
        }
        finally
        {
            _steps.Release();
        }
    }

    private DependencyException Refusing(string fault, Exception? failure) =>
        new($"the embedded store cannot write to '{Folder}' ({fault}); make room or make it writable: it tries again by itself", failure);

    private async Task LookAtLog()
    {
        using var tick = new PeriodicTimer(LookAtLogEvery);
        try
        {
            while (await tick.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                try
                {
                    if (_server.IsLogLong) await RewriteAsync(_stop.Token).ConfigureAwait(false);
                }
                catch (DependencyException failure)
                {
                    LogNotRewritten(failure.Message);
                    await Task.Delay(AfterFailure, _stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The store closes.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Embedded store: still connecting after its log was rewritten ({Reason})")]
    private partial void LogNotConnected(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log of the embedded store was not rewritten and grows on: {Reason}")]
    private partial void LogNotRewritten(string reason);
}
