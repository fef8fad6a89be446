using System.Globalization;
using System.Text;

namespace RiskEngine.Redis;

/// <summary>Speaks the protocol of Redis (RESP 2) over a stream, one command at a time.</summary>
internal sealed class RespConversation(Stream stream, CancellationToken cancellationToken)
{
    private const int LongestLine = 4096;
    private const int LongestBulk = 64 * 1024;
    private readonly byte[] _next = new byte[1];

    /// <summary>Sends a command and reads the answer.</summary>
    /// <exception cref="FormatException">What comes is no RESP.</exception>
    /// <exception cref="IOException">The connection ended.</exception>
    public async Task<RespAnswer> AskAsync(params string[] command)
    {
        var text = new StringBuilder($"*{command.Length}\r\n");
        foreach (var part in command) text.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await ReadAsync().ConfigureAwait(false);
    }

    /// <summary>Reads what is said unasked.</summary>
    /// <exception cref="FormatException">What comes is no RESP.</exception>
    /// <exception cref="IOException">The connection ended.</exception>
    public async Task<RespAnswer> ReadAsync()
    {
        var line = await LineAsync().ConfigureAwait(false);
        switch (line.Length > 0 ? line[0] : ' ')
        {
            case '-':
                return new RespAnswer { Error = line[1..] };
            case '+' or ':':
                return new RespAnswer { Text = line[1..] };
            case '$':
                return new RespAnswer { Text = await BulkAsync(NumberOf(line)).ConfigureAwait(false) };
            case '*':
                var items = new List<string?>();
                for (var count = NumberOf(line); count > 0; count--) items.Add((await ReadAsync().ConfigureAwait(false)).Text);
                return new RespAnswer { Items = items };
            default:
                throw new FormatException("no answer of a Redis");
        }
    }

    private static int NumberOf(string line) =>
        int.TryParse(line.AsSpan(1), CultureInfo.InvariantCulture, out var number) && number <= LongestBulk ? number : throw new FormatException("no answer of a Redis");

    private async Task<string?> BulkAsync(int length)
    {
        if (length < 0) return null;
        var bytes = new byte[length + 2];
        await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private async Task<string> LineAsync()
    {
        var line = new StringBuilder();
        while (line.Length < 2 || line[^1] != '\n')
        {
            if (await stream.ReadAsync(_next, cancellationToken).ConfigureAwait(false) == 0) throw new EndOfStreamException("the connection was closed");
            line.Append((char)_next[0]);

            // Another server may send without end, or send no line at all.
            if (line.Length > LongestLine || !"+-:$*".Contains(line[0], StringComparison.Ordinal)) throw new FormatException("no answer of a Redis");
        }

        return line.ToString().TrimEnd('\r', '\n');
    }
}
