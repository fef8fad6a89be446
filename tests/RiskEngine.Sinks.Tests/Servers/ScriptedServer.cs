using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RiskEngine.Sinks.Tests.Servers;

/// <summary>A web server that answers as it is told: with a status, not at all, or by breaking off; and that can be gone and come back at the same address.</summary>
/// <remarks>On plain sockets, one request each: a server library would answer where this one must not.</remarks>
internal sealed class ScriptedServer : IDisposable
{
    /// <summary>As a status: no answer.</summary>
    public const int Hang = -1;

    /// <summary>As a status: the connection breaks.</summary>
    public const int Break = -2;

    private readonly CancellationTokenSource _end = new();
    private readonly Func<ReceivedRequest, int> _answer;
    private readonly IReadOnlyDictionary<string, string> _headers;
    private TcpListener? _listener;

    public ScriptedServer(Func<ReceivedRequest, int> answer, IReadOnlyDictionary<string, string>? headers = null)
    {
        (_answer, _headers) = (answer, headers ?? new Dictionary<string, string>());
        Port = FreePort();
        Start();
    }

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}/hook/geheim-7f3c";

    /// <summary>What was answered with 2xx, in order.</summary>
    public ConcurrentQueue<ReceivedRequest> Accepted { get; } = new();

    /// <summary>Everything that came.</summary>
    public ConcurrentQueue<ReceivedRequest> All { get; } = new();

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Start()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _ = Serve(_listener);
    }

    /// <summary>Nobody listens any more.</summary>
    public void Stop()
    {
        _listener?.Stop();
        _listener = null;
    }

    public void Dispose()
    {
        _end.Cancel();
        Stop();
    }

    private async Task Serve(TcpListener listener)
    {
        try
        {
            while (true) _ = Answer(await listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // It was stopped.
        }
    }

    private async Task Answer(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = await Read(stream);
                All.Enqueue(request);
                var status = _answer(request);
                if (status == Break) return;
                if (status == Hang) await Task.Delay(Timeout.Infinite, _end.Token);
                if (status is >= 200 and < 300) Accepted.Enqueue(request);
                var body = status >= 300 ? $"no: {status}" : "";
                var headers = string.Concat(_headers.Select(header => $"{header.Key}: {header.Value}\r\n"));
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Said\r\nConnection: close\r\nContent-Length: {body.Length}\r\n{headers}\r\n{body}"));
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                // The client has gone, or the server has ended.
            }
        }
    }

    private static async Task<ReceivedRequest> Read(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (!bytes.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one);
            bytes.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. bytes]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0].ToLowerInvariant(), parts => parts[1]);
        var body = new byte[int.Parse(headers.GetValueOrDefault("content-length", "0"), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        return new ReceivedRequest(lines[0].Split(' ')[1], headers, body);
    }
}
