using System.Globalization;
using System.Text;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Decoding;

/// <summary>Reads JSON strings: a plain one as a slice of the line, one with escapes into a buffer that is reused from line to line.</summary>
internal sealed class JsonStrings(LineFault fault)
{
    private byte[] _buffer = new byte[1024];
    private int _used;

    /// <summary>Forgets the strings of the last line.</summary>
    public void BeginLine() => _used = 0;

    /// <summary>Reads the string that starts at <paramref name="at"/>.</summary>
    /// <param name="line">The JSON.</param>
    /// <param name="at">The opening quote.</param>
    /// <param name="text">The text, valid until <see cref="BeginLine"/>.</param>
    /// <param name="escaped">Whether it was written with escapes; only then can it hold control characters.</param>
    /// <returns>The position behind the closing quote; -1 where there is a fault.</returns>
    public int Read(ReadOnlySpan<byte> line, int at, out ReadOnlySpan<byte> text, out bool escaped)
    {
        var end = JsonText.StringEnd(line, at + 1, out escaped);
        if (end < 0)
        {
            text = default;
            return fault.Malformed(at);
        }

        text = line[(at + 1)..end];
        if (!escaped || TryResolve(text, out text)) return end + 1;
        return fault.Set(RejectReason.MalformedJson, $"half of a surrogate pair in the string at byte {at}");
    }

    /// <summary>Resolves well-formed escapes; false where half of a surrogate pair stands alone, which no UTF-8 can hold.</summary>
    private bool TryResolve(ReadOnlySpan<byte> raw, out ReadOnlySpan<byte> text)
    {
        if (_used + raw.Length > _buffer.Length)
        {
            _buffer = new byte[Math.Max(_buffer.Length * 2, raw.Length)];
            _used = 0;
        }

        var start = _used;
        var rest = raw;
        while (rest.IndexOf((byte)'\\') is var plain and >= 0)
        {
            Append(rest[..plain]);
            rest = rest[plain..];
            if (rest[1] != 'u')
            {
                _buffer[_used++] = Short(rest[1]);
                rest = rest[2..];
            }
            else if (!TryRune(ref rest))
            {
                text = default;
                return false;
            }
        }

        Append(rest);
        text = _buffer.AsSpan(start, _used - start);
        return true;
    }

    private void Append(ReadOnlySpan<byte> plain)
    {
        plain.CopyTo(_buffer.AsSpan(_used));
        _used += plain.Length;
    }

    private bool TryRune(ref ReadOnlySpan<byte> rest)
    {
        var first = Unit(rest);
        rest = rest[6..];
        if (!Rune.TryCreate(first, out var rune))
        {
            if (rest.Length < 6 || rest[0] != '\\' || rest[1] != 'u' || !Rune.TryCreate(first, Unit(rest), out rune)) return false;
            rest = rest[6..];
        }

        _used += rune.EncodeToUtf8(_buffer.AsSpan(_used));
        return true;
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static byte Short(byte letter) => letter switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => letter,
    };
}
