using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RiskEngine.Core.Ports;

namespace RiskEngine.Simulator.Servers;

/// <summary>A <c>redis-server</c> of our own on a free port of loopback, with a temporary folder; it ends with this object.</summary>
/// <remarks>For tests and the load test.</remarks>
public sealed class PrivateRedis : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(10);
    private readonly string _program;
    private Process? _process;

    private PrivateRedis(string program, string folder, int port)
    {
        _program = program;
        Folder = folder;
        Port = port;
    }

    /// <summary>Its folder, with its log; gone with this object.</summary>
    public string Folder { get; }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Its process; null where it does not run.</summary>
    public int? ProcessId => _process?.Id;

    /// <summary>Its address, <c>127.0.0.1:port</c>.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts a server.</summary>
    /// <returns>Null where no <c>redis-server</c> is installed.</returns>
    /// <exception cref="DependencyException">It is installed and does not start.</exception>
    public static async Task<PrivateRedis?> TryStartAsync(CancellationToken cancellationToken)
    {
        if (RedisProgram.Find() is not { } program) return null;
        var folder = Directory.CreateTempSubdirectory("riskengine-redis-").FullName;
        var redis = new PrivateRedis(program, folder, FreePort());
        try
        {
            await redis.StartAsync(cancellationToken).ConfigureAwait(false);
            return redis;
        }
        catch
        {
            redis.Dispose();
            throw;
        }
    }

    /// <summary>Starts the server again after <see cref="Kill"/>, on the same port and folder.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = RedisProgram.Start(
            _program, ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", Folder, "--save", "", "--appendonly", "yes", "--appendfsync", "everysec", "--rdbcompression", "no"]);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartTimeout);
        while (!await AnswersAsync(deadline.Token).ConfigureAwait(false))
        {
            if (_process.HasExited) throw new DependencyException($"'{_program}' ended at once with code {_process.ExitCode}; try it by hand: redis-server --port {Port}");
            await Task.Delay(20, deadline.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the server at once, as a crash would; its folder stays.</summary>
    public void Kill()
    {
        if (_process is not { } process) return;
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        _process = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port, cancellationToken).ConfigureAwait(false);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            var answer = new byte[7];
            await stream.ReadExactlyAsync(answer, cancellationToken).ConfigureAwait(false);
            return answer.AsSpan().StartsWith("+PONG"u8);
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
