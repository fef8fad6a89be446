using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RiskEngine.Redis.Tests.Servers;

/// <summary>Speaks the protocol of Redis (RESP) to one server, one command at a time: for what the client library would not do.</summary>
internal sealed class RespClient : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly BufferedStream _stream;

    public RespClient(int port)
    {
        _client.Connect(IPAddress.Loopback, port);
        _stream = new BufferedStream(_client.GetStream());
    }

    /// <summary>Sends a command to a server of which nothing is known yet.</summary>
    public static string Ask(int port, params string[] command)
    {
        using var client = new RespClient(port);
        return client.Send(command);
    }

    /// <summary>Sends a command.</summary>
    /// <returns>The answer as text, arrays one item a line.</returns>
    /// <exception cref="InvalidOperationException">The server answered with an error.</exception>
    public string Send(params string[] command)
    {
        var text = new StringBuilder($"*{command.Length}\r\n");
        foreach (var part in command) text.Append($"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n");
        _stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
        _stream.Flush();
        return Read();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }

    private string Read()
    {
        var line = Line();
        switch (line[0])
        {
            case '-':
                throw new InvalidOperationException(line[1..]);
            case '$':
                return Bulk(int.Parse(line.AsSpan(1)));
            case '*':
                return string.Join('\n', Enumerable.Range(0, Math.Max(0, int.Parse(line.AsSpan(1)))).Select(_ => Read()).ToList());
            default:
                return line[1..];
        }
    }

    private string Bulk(int length)
    {
        if (length < 0) return "";
        var bytes = new byte[length + 2];
        _stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private string Line()
    {
        var line = new StringBuilder();
        while (!line.ToString().EndsWith("\r\n", StringComparison.Ordinal))
        {
            var next = _stream.ReadByte();
            if (next < 0) throw new IOException("the server closed the connection");
            line.Append((char)next);
        }

        return line.ToString(0, line.Length - 2);
    }
}
