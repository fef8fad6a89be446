using System.Net;
using System.Net.Sockets;
using Garnet;
using Garnet.server;
using Garnet.server.Auth.Settings;
using RiskEngine.Core.Ports;
using Tsavorite.core;

namespace RiskEngine.Redis.Embedded;

/// <summary>One Garnet over one folder. A generation is written by one process only; the next one reads it and copies what is in it.</summary>
/// <remarks>
/// Nobody goes on with a log that another process wrote: behind its last commit there may be records that were never committed, and once new ones have been
/// written over their beginning nothing would tell the rest from records that count.
/// </remarks>
internal sealed class Generation : IAsyncDisposable
{
    private const int AttemptsAtPort = 5;
    private readonly Server _garnet;
    private readonly BlockDevices _devices;
    private readonly string _folder;
    private long _reached;

    private Generation(string folder, Server garnet, BlockDevices devices, Disk disk, int port, string password)
    {
        _folder = folder;
        _garnet = garnet;
        _devices = devices;
        Disk = disk;
        Port = port;
        Password = password;
    }

    /// <summary>The state of its files.</summary>
    public Disk Disk { get; }

    /// <summary>Its port on loopback.</summary>
    public int Port { get; }

    /// <summary>What a client must know: nobody else on this machine is let in.</summary>
    public string Password { get; }

    /// <summary>Length of its log, in bytes.</summary>
    public long LogBytes => _garnet.TailAddress;

    /// <summary>Starts an empty one, which is written to.</summary>
    public static Task<Generation> CreateAsync(string folder, string password) => Task.Run(() =>
    {
        Directory.CreateDirectory(folder);
        return Start(folder, password, new Disk(readOnly: false, confirmedUntil: 0));
    });

    /// <summary>Reads one that another process has left, and changes nothing in it.</summary>
    /// <exception cref="DependencyException">It is damaged.</exception>
    public static async Task<Generation> ReadAsync(string folder, string password)
    {
        var confirmed = Reach.Read(folder);
        var disk = new Disk(readOnly: true, confirmed);
        await Task.Run(() => CheckLog(folder, disk)).ConfigureAwait(false);
        Generation? read = null;
        Exception? cause = null;
        string? damage;
        try
        {
            read = await Task.Run(() => Start(folder, password, disk)).ConfigureAwait(false);
            var tail = read._garnet.TailAddress;
            damage = disk.Damage ?? (tail < confirmed ? $"{folder}: the log ends at {tail}, but {confirmed} bytes had been stored" : null);
            if (damage is null) return read;
        }
        catch (Exception fault) when (fault is TsavoriteException or Garnet.common.GarnetException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            cause = fault;
            damage = disk.Damage ?? $"{folder}: {fault.Message}";
        }

        if (read is not null) await read.DisposeAsync().ConfigureAwait(false);
        throw StoreFolder.DamagedStore(Path.GetDirectoryName(folder) ?? folder, damage, cause);
    }

    /// <summary>Copies all that it holds into another one. Nobody may write meanwhile.</summary>
    public async Task CopyToAsync(Generation next, CancellationToken cancellationToken)
    {
        await using var from = await RespConnection.OpenAsync(Port, Password, cancellationToken).ConfigureAwait(false);
        await using var to = await RespConnection.OpenAsync(next.Port, next.Password, cancellationToken).ConfigureAwait(false);
        foreach (var key in await from.AskListAsync(cancellationToken, "KEYS"u8.ToArray(), "*"u8.ToArray()).ConfigureAwait(false))
        {
            foreach (var field in await from.AskListAsync(cancellationToken, "HKEYS"u8.ToArray(), key).ConfigureAwait(false))
            {
                var value = await from.AskAsync(cancellationToken, "HGET"u8.ToArray(), key, field).ConfigureAwait(false);
                await to.AskAsync(cancellationToken, "HSET"u8.ToArray(), key, field, value).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Returns once all that was written until now is on the disk.</summary>
    /// <exception cref="IOException">The store is closing and the disk refuses.</exception>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _garnet.Store.CommitAOFAsync(cancellationToken).ConfigureAwait(false);
        var until = _garnet.CommittedUntil;
        if (until != _reached)
        {
            await Disk.PersistAsync(_folder, () =>
            {
                _devices.Log?.FlushToDisk();
                Reach.Write(_folder, until);
            }).ConfigureAwait(false);
            _reached = until;
        }

        if (Disk.HasDropped) throw new IOException(Disk.Fault);
    }

    /// <summary>Ends it; what has not been committed is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        Disk.GiveUp();
        await Task.Run(_garnet.Dispose).ConfigureAwait(false);
        Disk.Dispose();
    }

    /// <summary>Garnet must never see a damaged log: it believes lengths and ends the process by reading behind them.</summary>
    private static void CheckLog(string folder, Disk disk)
    {
        using var log = new BlockFile(Path.Combine(folder, "AOF", $"{BlockDevices.LogName}.0"), isLog: true, disk);
        var (end, fault) = log.FindEnd();
        if (end + BlockFile.DataBytes <= disk.ConfirmedUntil)
        {
            throw StoreFolder.DamagedStore(Path.GetDirectoryName(folder) ?? folder, $"{log.Name}, byte {BlockFile.StoredOffset(end)}: {fault}");
        }

        disk.EndOfLog = end;
    }

    private static Generation Start(string folder, string password, Disk disk)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var devices = new BlockDevices(disk);
            var garnet = new Server(OptionsFor(folder, port, password, devices));
            try
            {
                garnet.Start();
                return new Generation(folder, garnet, devices, disk, port, password);
            }
            catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < AttemptsAtPort)
            {
                garnet.Dispose();
            }
            catch
            {
                garnet.Dispose();
                throw;
            }
        }
    }

    /// <summary>Garnet is made for millions of small keys; here are some hundred, with fields of up to tens of megabytes.</summary>
    private static GarnetServerOptions OptionsFor(string folder, int port, string password, BlockDevices devices) => new()
    {
        EndPoints = [new IPEndPoint(IPAddress.Loopback, port)],
        AuthSettings = new PasswordAuthenticationSettings(password),
        QuietMode = true,
        MaxDatabases = 1,
        IndexMemorySize = "1m",
        PageSize = "1m",
        LogMemorySize = "",
        PageCount = 256,
        NetworkBufferSize = "1m",
        NetworkReceiveBufferMaxSize = "64m",
        EnableLua = true,
        LuaTransactionMode = true,
        LuaOptions = new LuaOptions(),
        CheckpointDir = folder,
        EnableAOF = true,
        AofPageSize = "4m",
        AofMemorySize = "64m",
        AofSegmentSize = "64g",
        FastCommitThrottleFreq = int.MaxValue,
        CommitFrequencyMs = -1,
        DeviceFactoryCreator = devices,
        Recover = true,
        FailOnRecoveryError = true,
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Garnet, with the addresses of its log in sight.</summary>
    private sealed class Server(GarnetServerOptions options) : GarnetServer(options)
    {
        public long TailAddress => storeWrapper.appendOnlyFile.Log.TailAddress[0];

        public long CommittedUntil => storeWrapper.appendOnlyFile.Log.CommittedUntilAddress[0];
    }
}
