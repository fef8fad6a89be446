using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using RiskEngine.Core.Ports;

namespace RiskEngine.Redis.Embedded;

/// <summary>A Redis inside this process (Garnet), on a free port of loopback with a password of its own, which keeps what it holds in a folder.</summary>
/// <remarks>
/// What was written is on the disk within a second, so after a crash at most the last second is missing, and all of it together. The folder has one
/// generation of the log; a start, and <see cref="RewriteAsync"/>, copy what is held into a new one and drop the old. Any thread may call.
/// </remarks>
public sealed partial class EmbeddedServer : IAsyncDisposable
{
    private static readonly TimeSpan CommitInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastCommitTimeout = TimeSpan.FromSeconds(5);
    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
    private readonly CancellationTokenSource _stop = new();
    private readonly StoreFolder _folder;
    private readonly EmbeddedOptions _options;
    private readonly ILogger _log;
    private Task _committing = Task.CompletedTask;
    private Generation? _current;
    private int _number;
    private long _startBytes;

    private EmbeddedServer(StoreFolder folder, EmbeddedOptions options, ILogger log)
    {
        _folder = folder;
        _options = options;
        _log = log;
    }

    /// <summary>Its folder, as a full path.</summary>
    public string Folder => _folder.Path;

    /// <summary>Where clients connect to, <c>127.0.0.1:port</c>; another one after <see cref="RewriteAsync"/>.</summary>
    public string Address => $"127.0.0.1:{Running.Port}";

    /// <summary>What clients log in with.</summary>
    public string Password => _password;

    /// <summary>Why what is written does not reach the disk at present, with file and reason; null where it does.</summary>
    public string? Fault => _current?.Disk.Fault;

    /// <summary>Whether the log is so long that <see cref="RewriteAsync"/> should shorten it.</summary>
    public bool IsLogLong => _current is { } current && current.LogBytes > _options.RewriteFromBytes + (2 * _startBytes);

    private Generation Running => _current ?? throw new InvalidOperationException("the server does not run");

    /// <summary>Starts a server over a folder, with all that the folder holds.</summary>
    /// <exception cref="DependencyException">The folder cannot be used: it is in use, not writable, not ours, full or damaged.</exception>
    public static async Task<EmbeddedServer> StartAsync(EmbeddedOptions options, ILogger log, CancellationToken cancellationToken)
    {
        if (options.ReadOnly && !StoreFolder.Exists(options.Folder))
        {
            throw new DependencyException($"there is no embedded store in '{Path.GetFullPath(options.Folder)}'; name its folder: --redis embedded:FOLDER");
        }

        var server = new EmbeddedServer(StoreFolder.Take(options.Folder), options, log);
        try
        {
            await server.OpenAsync(cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch (Exception fault)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            if (fault is IOException or UnauthorizedAccessException) throw server.Unwritable(fault.Message);
            throw;
        }
    }

    /// <summary>Returns once all that was written until now is on the disk; waits 5 s at the most for a disk that refuses.</summary>
    /// <exception cref="DependencyException">The disk refuses: the last second is not on it.</exception>
    public async Task FlushAsync()
    {
        using var patience = new CancellationTokenSource(LastCommitTimeout);
        try
        {
            await Running.CommitAsync(patience.Token).WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            throw Unwritable(Fault ?? "it takes too long");
        }
    }

    /// <summary>Copies what is held into a new log and drops the old one. Nobody may write from its beginning until its end.</summary>
    /// <returns>The server before, which takes connections until it is disposed.</returns>
    /// <exception cref="DependencyException">There is no room for it; all goes on as before.</exception>
    public async Task<IAsyncDisposable> RewriteAsync(CancellationToken cancellationToken)
    {
        var before = Running;
        var (next, number) = await NextAsync(before, cancellationToken).ConfigureAwait(false);
        (_current, _number, _startBytes) = (next, number, next.LogBytes);
        LogRewritten(Folder, before.LogBytes, next.LogBytes);
        return new Retired(before, _folder, number);
    }

    /// <summary>Writes what is left to the disk and ends the server; a disk that begins to refuse is waited for 5 s at most.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _committing.ConfigureAwait(false);
        if (_current is { Disk.ReadOnly: true } looked)
        {
            await looked.DisposeAsync().ConfigureAwait(false);
        }
        else if (_current is { } current)
        {
            using var patience = new CancellationTokenSource(Fault is null ? LastCommitTimeout : TimeSpan.Zero);
            await using var _ = patience.Token.Register(current.Disk.GiveUp).ConfigureAwait(false);
            try
            {
                await current.CommitAsync(patience.Token).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                LogUnwritten(Folder, current.Disk.Fault ?? fault.Message);
            }

            await current.DisposeAsync().ConfigureAwait(false);
        }

        _folder.Dispose();
        _stop.Dispose();
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        var left = _folder.Current;
        _number = left ?? 0;
        _folder.Drop(left);
        var before = left is { } number ? await Generation.ReadAsync(_folder.PathOf(number), _password).ConfigureAwait(false) : null;
        try
        {
            if (_options.ReadOnly && before is not null)
            {
                (_current, before) = (before, null);
                return;
            }

            (_current, _number) = await NextAsync(before, cancellationToken).ConfigureAwait(false);
            _startBytes = _current.LogBytes;
        }
        finally
        {
            if (before is not null) await before.DisposeAsync().ConfigureAwait(false);
        }

        _folder.Drop(_number);
        _committing = CommitEverySecond();
    }

    /// <summary>Makes the next generation, filled and on the disk, and the one that the folder names.</summary>
    private async Task<(Generation Next, int Number)> NextAsync(Generation? before, CancellationToken cancellationToken)
    {
        var number = _number + 1;
        _folder.Clear(number);
        var next = await Generation.CreateAsync(_folder.PathOf(number), _password).ConfigureAwait(false);
        try
        {
            var filling = Fill();
            if (await Task.WhenAny(filling, next.Disk.FirstFault).ConfigureAwait(false) == filling)
            {
                await filling.ConfigureAwait(false);
                return (next, number);
            }

            _ = filling.ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
        catch (Exception fault)
        {
            await next.DisposeAsync().ConfigureAwait(false);
            if (fault is IOException or UnauthorizedAccessException) throw Unwritable(fault.Message);
            throw;
        }

        var reason = await next.Disk.FirstFault.ConfigureAwait(false);
        await next.DisposeAsync().ConfigureAwait(false);
        throw Unwritable(reason);

        async Task Fill()
        {
            if (before is not null) await before.CopyToAsync(next, cancellationToken).ConfigureAwait(false);
            await next.CommitAsync(cancellationToken).ConfigureAwait(false);
            _folder.Switch(number);
        }
    }

    private DependencyException Unwritable(string reason) =>
        new($"the embedded store cannot write to '{Folder}' ({reason}); make room or make it writable, or name another folder: --redis embedded:FOLDER");

    private async Task CommitEverySecond()
    {
        using var tick = new PeriodicTimer(CommitInterval);
        string? told = null;
        try
        {
            while (await tick.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                var current = Running;
                var committing = current.CommitAsync(_stop.Token);
                await Task.WhenAny(committing, Task.Delay(CommitInterval, _stop.Token)).ConfigureAwait(false);
                if (Fault is { } fault && fault != told) LogRefused(Folder, fault);
                else if (Fault is null && told is not null) LogWritable(Folder);
                told = Fault;
                try
                {
                    await committing.ConfigureAwait(false);
                }
                catch (Exception) when (current != _current)
                {
                    // Rewritten in the meantime: all of it is in the new log.
                }
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
            if (!_stop.IsCancellationRequested) LogUnwritten(Folder, fault.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Embedded store in {Folder}: log of {Before} bytes rewritten, {After} now")]
    private partial void LogRewritten(string folder, long before, long after);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "Embedded store in {Folder}: the disk refuses writes ({Reason}); make room or make it writable. Nothing is saved meanwhile, and it tries again every 0.5 s")]
    private partial void LogRefused(string folder, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Embedded store in {Folder}: the disk takes writes again")]
    private partial void LogWritable(string folder);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Embedded store in {Folder}: the last second is not on the disk ({Reason}); the next start goes on from what was saved before it")]
    private partial void LogUnwritten(string folder, string reason);

    private sealed class Retired(Generation generation, StoreFolder folder, int current) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await generation.DisposeAsync().ConfigureAwait(false);
            folder.Drop(current);
        }
    }
}
