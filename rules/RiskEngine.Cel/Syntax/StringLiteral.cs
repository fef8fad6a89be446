using System.Globalization;
using System.Text;
using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Syntax;

// One string or bytes literal with its prefix, quotes and escapes.
internal sealed class StringLiteral(string source, DiagnosticSink diagnostics)
{
    private readonly StringBuilder _text = new();
    private readonly List<byte> _octets = [];
    private bool _bytes;

    // Reports the first bad escape only, at its place.
    private bool _bad;

    public (TokenKind Kind, CelValue Value) Read(int start, ref int at)
    {
        var raw = false;
        for (; source[at] is not ('"' or '\''); at++)
        {
            raw |= source[at] is 'r' or 'R';
            _bytes |= source[at] is 'b' or 'B';
        }
        var quote = source[at];
        var triple = at + 2 < source.Length && source[at + 1] == quote && source[at + 2] == quote;
        at += triple ? 3 : 1;
        if (!ReadBody(ref at, quote, triple, raw))
        {
            diagnostics.Report(CelDiagnosticKind.Syntax, start, Math.Min(at, start + 1), "this text is never closed",
                $"add the missing {(triple ? new string(quote, 3) : quote)}");
            return (TokenKind.Bad, default);
        }
        if (_bad)
            return (TokenKind.Bad, default);
        return _bytes ? (TokenKind.Bytes, CelValue.Of(_octets.ToArray())) : (TokenKind.String, CelValue.Of(_text.ToString()));
    }

    private bool ReadBody(ref int at, char quote, bool triple, bool raw)
    {
        while (at < source.Length)
        {
            var c = source[at];
            if (c == quote && (!triple || (at + 2 < source.Length && source[at + 1] == quote && source[at + 2] == quote)))
            {
                at += triple ? 3 : 1;
                return true;
            }
            if (!triple && c is '\n' or '\r')
                return false;
            if (c == '\\')
            {
                if (at + 1 >= source.Length)
                {
                    at++;
                    return false;
                }
                if (raw)
                {
                    Append('\\');
                    at++;
                    if (!triple && source[at] is '\n' or '\r')
                        return false;
                    AppendRune(ref at);
                }
                else
                {
                    ReadEscape(ref at);
                }
            }
            else
            {
                AppendRune(ref at);
            }
        }
        return false;
    }

    private void Append(char c)
    {
        if (_bytes)
            _octets.Add((byte)c);
        else
            _text.Append(c);
    }

    private void AppendRune(ref int at)
    {
        if (!Rune.TryGetRuneAt(source, at, out var rune))
        {
            Fail(at, at + 1, "half of a surrogate pair is not text", "remove it");
            at++;
            return;
        }
        at += rune.Utf16SequenceLength;
        AppendCode(rune);
    }

    private void AppendCode(Rune rune)
    {
        if (!_bytes)
        {
            _text.Append(rune.ToString());
            return;
        }
        Span<byte> utf8 = stackalloc byte[4];
        _octets.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
    }

    private void ReadEscape(ref int at)
    {
        var start = at;
        var c = source[at + 1];
        at += 2;
        var simple = c switch
        {
            '\\' or '?' or '"' or '\'' or '`' => c,
            'a' => '\a',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            _ => '\0',
        };
        if (simple != '\0')
            Append(simple);
        else if (c is 'x' or 'X')
            ReadCode(start, ref at, 2, NumberStyles.AllowHexSpecifier);
        else if (c == 'u' && !_bytes)
            ReadCode(start, ref at, 4, NumberStyles.AllowHexSpecifier);
        else if (c == 'U' && !_bytes)
            ReadCode(start, ref at, 8, NumberStyles.AllowHexSpecifier);
        else if (c is >= '0' and <= '3')
            ReadOctal(start, ref at);
        else
            Fail(start, at, $"'\\{c}' is not an escape", "write \\\\ for a backslash, or put r before the quotes");
    }

    private void ReadCode(int start, ref int at, int digits, NumberStyles style)
    {
        if (at + digits <= source.Length
            && uint.TryParse(source.AsSpan(at, digits), style, CultureInfo.InvariantCulture, out var code))
        {
            at += digits;
            AddCode(start, at, code);
            return;
        }
        Fail(start, at, $"this escape needs {digits} hexadecimal digits", "e.g. \\x41 or \\u00e9");
    }

    private void ReadOctal(int start, ref int at)
    {
        if (at + 1 < source.Length && source[at] is >= '0' and <= '7' && source[at + 1] is >= '0' and <= '7')
        {
            var code = ((source[at - 1] - '0') * 64) + ((source[at] - '0') * 8) + source[at + 1] - '0';
            at += 2;
            AddCode(start, at, (uint)code);
            return;
        }
        Fail(start, at, "an octal escape needs three digits", "e.g. \\101");
    }

    private void AddCode(int start, int end, uint code)
    {
        if (_bytes && code <= 0xFF)
            _octets.Add((byte)code);
        else if (Rune.IsValid(code))
            AppendCode(new Rune(code));
        else
            Fail(start, end, "this escape is not a Unicode character", "surrogates and codes above 10FFFF are not text");
    }

    private void Fail(int start, int end, string message, string remedy)
    {
        if (!_bad)
            diagnostics.Report(CelDiagnosticKind.Syntax, start, end, message, remedy);
        _bad = true;
    }
}
