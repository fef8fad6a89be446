using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RiskEngine.Sinks.Tests.Email;

/// <summary>A mail server without TLS, which takes mails or answers as it is told.</summary>
internal sealed class FakeMailServer : IDisposable
{
    /// <summary>As an answer: none.</summary>
    public const string Silence = "";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();

    public FakeMailServer()
    {
        _listener.Start();
        _ = Serve();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Mails that were taken, whole.</summary>
    public ConcurrentQueue<string> Mails { get; } = new();

    /// <summary>The answer to a command, where it is not the usual one; null for that.</summary>
    public Func<string, string?> Answer { get; init; } = _ => null;

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
    }

    private async Task Serve()
    {
        try
        {
            while (true) _ = Talk(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It has ended.
        }
    }

    private async Task Talk(TcpClient client)
    {
        using (client)
        {
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 mail.city.example");
            while (await reader.ReadLineAsync(_end.Token) is { } command)
            {
                var word = command.Split(' ', ':')[0].ToUpperInvariant();
                if (Answer(command) == Silence) continue;
                await writer.WriteLineAsync(Answer(command) ?? (word switch { "EHLO" => "250 mail.city.example", "DATA" => "354 go on", "QUIT" => "221 bye", _ => "250 ok" }));
                if (word == "QUIT") return;
                if (word != "DATA" || Answer(command) is not null) continue;
                var mail = new StringBuilder();
                while (await reader.ReadLineAsync(_end.Token) is { } line && line != ".") mail.Append(line).Append('\n');
                Mails.Enqueue(mail.ToString());
                await writer.WriteLineAsync(Answer(".") ?? "250 taken");
            }
        }
    }
}
