using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RiskEngine.Simulator.Servers;

namespace RiskEngine.Redis.Tests.Servers;

/// <summary>A redis-server of a test's own, with any settings, in a folder of its own.</summary>
internal sealed class RedisNode : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string[] _settings;
    private Process? _process;

    private RedisNode(string[] settings, int port)
    {
        _settings = settings;
        Port = port;
        Folder = Directory.CreateTempSubdirectory("riskengine-redis-test-").FullName;
    }

    /// <summary>The program; null where it is not installed.</summary>
    public static string? Program { get; } = RedisProgram.Find() is { } found && RedisProgram.FaultOf(found) is null ? found : null;

    /// <summary>Whether it was built with TLS. A setting that no server accepts comes second: one without TLS stumbles over the first.</summary>
    public static bool SpeaksTls { get; } = Program is { } program && Complaint(program, "--tls-port", "0", "--maxmemory", "none").Contains("'maxmemory", StringComparison.Ordinal);

    public int Port { get; }

    public string Folder { get; }

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts a server.</summary>
    /// <param name="settings">As on its command line, e.g. <c>--appendonly</c>, <c>yes</c>.</param>
    public static Task<RedisNode> StartAsync(params string[] settings) => StartAsync(FreePort(), settings);

    public static async Task<RedisNode> StartAsync(int port, string[] settings)
    {
        var node = new RedisNode(settings, port);
        await node.StartAsync();
        return node;
    }

    /// <summary>Starts a Sentinel, which keeps what it learns in its file.</summary>
    public static async Task<RedisNode> StartSentinelAsync(string[] lines)
    {
        var node = new RedisNode([], FreePort());
        var file = Path.Combine(node.Folder, "sentinel.conf");
        await File.WriteAllLinesAsync(file, [$"port {node.Port}", "bind 127.0.0.1", $"dir {node.Folder}", .. lines]);
        await node.LaunchAsync([file, "--sentinel"]);
        return node;
    }

    /// <summary>Starts it again after <see cref="Kill"/>.</summary>
    public Task StartAsync() => LaunchAsync(["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", Folder, "--save", "", "--repl-diskless-sync-delay", "0", .. _settings]);

    private async Task LaunchAsync(IEnumerable<string> arguments)
    {
        var program = Program ?? throw new InvalidOperationException("redis-server is not installed");
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start);
        _process?.BeginOutputReadLine();
        _process?.BeginErrorReadLine();
        await Eventually(() => Answers() ? null : $"redis-server at {Port} does not answer");
    }

    /// <summary>Sends a command.</summary>
    public string Ask(params string[] command) => RespClient.Ask(Port, command);

    /// <summary>Waits until a replica has everything. WAIT would not do: it looks at the writes of the connection that asks.</summary>
    public Task IsCopiedTo(RedisNode replica)
    {
        var written = Replication("master_repl_offset", this);
        return Eventually(() => replica.Ask("INFO", "replication").Contains("master_link_status:up", StringComparison.Ordinal)
            && Replication("slave_repl_offset", replica) >= written
            ? null
            : $"the replica at {replica.Port} has not got everything");
    }

    private static long Replication(string field, RedisNode node) => node.Ask("INFO", "replication").Split('\n')
        .Where(line => line.StartsWith($"{field}:", StringComparison.Ordinal)).Select(line => long.Parse(line[(field.Length + 1)..].Trim())).FirstOrDefault(-1);

    public void Kill()
    {
        if (_process is not { } process) return;
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Kill();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Waits until an attempt finds nothing wrong.</summary>
    public static Task Eventually(Func<string?> attempt) => Eventually(() => Task.FromResult(attempt()));

    /// <summary>Waits until an attempt finds nothing wrong.</summary>
    public static async Task Eventually(Func<Task<string?>> attempt)
    {
        var started = Stopwatch.GetTimestamp();
        while (await attempt() is { } wrong)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, wrong);
            await Task.Delay(20);
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Complaint(string program, params string[] settings)
    {
        using var process = Process.Start(new ProcessStartInfo(program, settings) { RedirectStandardError = true });
        return process?.StandardError.ReadToEnd() ?? "";
    }

    private bool Answers()
    {
        try
        {
            return Ask("PING").Length > 0;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            return false;
        }
    }
}
