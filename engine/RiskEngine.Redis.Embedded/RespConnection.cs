using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RiskEngine.Redis.Embedded;

/// <summary>Speaks the protocol of Redis (RESP) to a Garnet of this process, one command at a time.</summary>
internal sealed class RespConnection : IAsyncDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly byte[] _one = new byte[1];
    private BufferedStream _stream = new(Stream.Null);

    private RespConnection()
    {
    }

    /// <summary>Connects and logs in.</summary>
    /// <exception cref="IOException">It is not to be had.</exception>
    public static async Task<RespConnection> OpenAsync(int port, string password, CancellationToken cancellationToken)
    {
        var connection = new RespConnection();
        try
        {
            await connection._client.ConnectAsync(IPAddress.Loopback, port, cancellationToken).ConfigureAwait(false);
            connection._stream = new BufferedStream(connection._client.GetStream(), 1 << 16);
            await connection.AskAsync(cancellationToken, "AUTH"u8.ToArray(), Encoding.ASCII.GetBytes(password)).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends a command whose answer is one value.</summary>
    /// <exception cref="IOException">The answer is an error.</exception>
    public async Task<byte[]> AskAsync(CancellationToken cancellationToken, params byte[][] command) =>
        await SendAsync(command, cancellationToken).ConfigureAwait(false) as byte[] ?? [];

    /// <summary>Sends a command whose answer is a list.</summary>
    /// <exception cref="IOException">The answer is an error.</exception>
    public async Task<IReadOnlyList<byte[]>> AskListAsync(CancellationToken cancellationToken, params byte[][] command) =>
        await SendAsync(command, cancellationToken).ConfigureAwait(false) as List<byte[]> ?? [];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        _client.Dispose();
    }

    private async Task<object?> SendAsync(byte[][] command, CancellationToken cancellationToken)
    {
        await WriteLineAsync($"*{command.Length}", cancellationToken).ConfigureAwait(false);
        foreach (var part in command)
        {
            await WriteLineAsync($"${part.Length}", cancellationToken).ConfigureAwait(false);
            await _stream.WriteAsync(part, cancellationToken).ConfigureAwait(false);
            await WriteLineAsync("", cancellationToken).ConfigureAwait(false);
        }

        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<object?> ReadAsync(CancellationToken cancellationToken)
    {
        var line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
        switch (line[0])
        {
            case '-':
                throw new IOException($"the embedded Redis answers: {line[1..]}");
            case '$':
                var length = Number(line);
                if (length < 0) return null;
                var value = new byte[length];
                await _stream.ReadExactlyAsync(value, cancellationToken).ConfigureAwait(false);
                await ReadLineAsync(cancellationToken).ConfigureAwait(false);
                return value;
            case '*':
                var items = new List<byte[]>();
                for (var left = Number(line); left > 0; left--)
                {
                    if (await ReadAsync(cancellationToken).ConfigureAwait(false) is byte[] item) items.Add(item);
                }

                return items;
            default:
                return null;
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (line.Length < 2 || line[^1] != '\n')
        {
            await _stream.ReadExactlyAsync(_one, cancellationToken).ConfigureAwait(false);
            line.Append((char)_one[0]);
        }

        return line.ToString(0, line.Length - 2);
    }

    private ValueTask WriteLineAsync(string line, CancellationToken cancellationToken) => _stream.WriteAsync(Encoding.ASCII.GetBytes($"{line}\r\n"), cancellationToken);

    private static int Number(string line) => int.Parse(line.AsSpan(1), NumberStyles.Integer, CultureInfo.InvariantCulture);
}
