using System.Collections.Frozen;
using System.Globalization;
using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Syntax;

// Text to tokens (CEL language definition, "Syntax"). Reports what it cannot read and goes on.
internal sealed partial class Lexer(string source, DiagnosticSink diagnostics)
{
    private static readonly FrozenDictionary<string, TokenKind> Words = new Dictionary<string, TokenKind>
    {
        ["true"] = TokenKind.True,
        ["false"] = TokenKind.False,
        ["null"] = TokenKind.Null,
        ["in"] = TokenKind.In,
        ["as"] = TokenKind.Reserved,
        ["break"] = TokenKind.Reserved,
        ["const"] = TokenKind.Reserved,
        ["continue"] = TokenKind.Reserved,
        ["else"] = TokenKind.Reserved,
        ["for"] = TokenKind.Reserved,
        ["function"] = TokenKind.Reserved,
        ["if"] = TokenKind.Reserved,
        ["import"] = TokenKind.Reserved,
        ["let"] = TokenKind.Reserved,
        ["loop"] = TokenKind.Reserved,
        ["package"] = TokenKind.Reserved,
        ["namespace"] = TokenKind.Reserved,
        ["return"] = TokenKind.Reserved,
        ["var"] = TokenKind.Reserved,
        ["void"] = TokenKind.Reserved,
        ["while"] = TokenKind.Reserved,
    }.ToFrozenDictionary();

    private readonly List<Token> _tokens = new(Math.Min(64, source.Length + 1));
    private int _at;

    public List<Token> Read()
    {
        while (true)
        {
            SkipBlanks();
            if (_at >= source.Length)
                break;
            ReadToken();
        }
        _tokens.Add(new Token(TokenKind.End, source.Length, source.Length, "", default, 0));
        return _tokens;
    }

    private char Peek(int ahead = 0) => _at + ahead < source.Length ? source[_at + ahead] : '\0';

    private void Add(TokenKind kind, int start, string text = "", CelValue value = default, ulong magnitude = 0) =>
        _tokens.Add(new Token(kind, start, _at, text, value, magnitude));

    private void SkipBlanks()
    {
        while (_at < source.Length)
        {
            if (source[_at] is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                _at++;
            }
            else if (source[_at] is '\u00A0' or '\u3000' or '\u2002' or '\u2003' or '\u202F')
            {
                diagnostics.Report(CelDiagnosticKind.Syntax, _at, ++_at, "a no-break blank stands here, which looks like a blank and is none",
                    "delete it and type a blank", new CelFix(_at - 1, 1, " "));
            }
            else if (source[_at] == '/' && Peek(1) == '/')
            {
                var end = source.IndexOf('\n', _at);
                _at = end < 0 ? source.Length : end + 1;
            }
            else
            {
                return;
            }
        }
    }

    private void ReadToken()
    {
        var start = _at;
        var c = source[_at];
        if (c is '"' or '\'')
            ReadString(start);
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
            ReadNumber(start);
        else if (char.IsAsciiLetter(c) || c == '_')
            ReadWord(start);
        else if (c == '`')
            ReadQuotedIdentifier(start);
        else
            ReadSymbol(start, c);
    }

    private void ReadString(int start)
    {
        var (kind, value) = new StringLiteral(source, diagnostics).Read(start, ref _at);
        Add(kind, start, "", value);
    }

    private void ReadWord(int start)
    {
        var prefix = 0;
        while (prefix < 2 && Peek(prefix) is 'r' or 'R' or 'b' or 'B')
            prefix++;
        if (prefix > 0 && Peek(prefix) is '"' or '\''
            && (prefix == 1 || (char.ToLowerInvariant(source[_at]) != char.ToLowerInvariant(source[_at + 1]))))
        {
            ReadString(start);
            return;
        }
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() == '_')
            _at++;
        var word = source[start.._at];
        Add(Words.GetValueOrDefault(word, TokenKind.Identifier), start, word);
    }

    private void ReadQuotedIdentifier(int start)
    {
        _at++;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() is '_' or '.' or '-' or '/' or ' ')
            _at++;
        if (Peek() != '`' || _at == start + 1)
        {
            diagnostics.Report(CelDiagnosticKind.Syntax, start, _at, "a quoted field name is not closed or has a character that it may not have",
                "write letters, digits, '_', '.', '-', '/' or spaces between two backticks");
            Add(TokenKind.Bad, start);
            return;
        }
        _at++;
        Add(TokenKind.QuotedIdentifier, start, source[(start + 1)..(_at - 1)]);
    }

    private void ReadNumber(int start)
    {
        if (source[_at] == '0' && Peek(1) is 'x' or 'X')
        {
            ReadHex(start);
            return;
        }
        SkipDigits();
        var isDouble = false;
        if (Peek() == '.' && char.IsAsciiDigit(Peek(1)))
        {
            isDouble = true;
            _at++;
            SkipDigits();
        }
        var sign = Peek(1) is '+' or '-' ? 1 : 0;
        if (Peek() is 'e' or 'E' && char.IsAsciiDigit(Peek(1 + sign)))
        {
            isDouble = true;
            _at += 1 + sign;
            SkipDigits();
        }
        var text = source.AsSpan(start, _at - start);
        if (isDouble)
        {
            var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            if (GluedLetters(start))
                return;
            if (double.IsInfinity(number))
                Bad(start, "this number is too large for a double", "the largest is about 1.8e308");
            else
                Add(TokenKind.Double, start, "", CelValue.Of(number));
            return;
        }
        AddInteger(start, ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var magnitude), magnitude);
    }

    private void ReadHex(int start)
    {
        _at += 2;
        var digits = _at;
        while (char.IsAsciiHexDigit(Peek()))
            _at++;
        var ok = ulong.TryParse(source.AsSpan(digits, _at - digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var magnitude);
        AddInteger(start, ok, magnitude);
    }

    private void AddInteger(int start, bool ok, ulong magnitude)
    {
        var unsigned = Peek() is 'u' or 'U';
        if (unsigned)
            _at++;
        if (GluedLetters(start))
            return;
        if (!ok)
            Bad(start, "this whole number does not fit 64 bits", "write a double, e.g. 1e20");
        else if (unsigned)
            Add(TokenKind.Uint, start, "", CelValue.Of(magnitude));
        else
            Add(TokenKind.Int, start, "", default, magnitude);
    }

    // "5m" or "10kg": say so at once instead of a puzzling error about the letters.
    private bool GluedLetters(int start)
    {
        if (!char.IsAsciiLetter(Peek()) && Peek() != '_')
            return false;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() == '_')
            _at++;
        var text = source[start.._at];
        Bad(start, $"'{text}' is not a number", $"a time span is written duration('{text}'); other units are left out");
        return true;
    }

    private void Bad(int start, string message, string remedy)
    {
        diagnostics.Report(CelDiagnosticKind.Syntax, start, _at, message, remedy);
        Add(TokenKind.Bad, start);
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek()))
            _at++;
    }

    private void ReadSymbol(int start, char c)
    {
        if (ReadForeignOperator(start) || ReadCurlyQuotes(start, c) || ReadForeignName(start, c))
            return;
        var next = Peek(1);
        var (kind, length) = c switch
        {
            '(' => (TokenKind.LeftParen, 1),
            ')' => (TokenKind.RightParen, 1),
            '[' => (TokenKind.LeftBracket, 1),
            ']' => (TokenKind.RightBracket, 1),
            '{' => (TokenKind.LeftBrace, 1),
            '}' => (TokenKind.RightBrace, 1),
            ',' => (TokenKind.Comma, 1),
            ':' => (TokenKind.Colon, 1),
            '?' => (TokenKind.Question, 1),
            '.' => (TokenKind.Dot, 1),
            '+' => (TokenKind.Plus, 1),
            '-' => (TokenKind.Minus, 1),
            '*' => (TokenKind.Star, 1),
            '/' => (TokenKind.Slash, 1),
            '%' => (TokenKind.Percent, 1),
            '!' when next == '=' => (TokenKind.NotEqual, 2),
            '!' => (TokenKind.Not, 1),
            '=' when next == '=' => (TokenKind.Equal, 2),
            '<' when next == '=' => (TokenKind.LessOrEqual, 2),
            '<' => (TokenKind.Less, 1),
            '>' when next == '=' => (TokenKind.GreaterOrEqual, 2),
            '>' => (TokenKind.Greater, 1),
            '&' when next == '&' => (TokenKind.And, 2),
            '|' when next == '|' => (TokenKind.Or, 2),
            _ => (TokenKind.Bad, 1),
        };
        if (kind != TokenKind.Bad)
        {
            _at += length;
            Add(kind, start);
            return;
        }
        ReadMistake(start, c);
    }

    // Symbols that people bring from other languages stand for the operator they meant, so that parsing goes on.
    private void ReadMistake(int start, char c)
    {
        var (meant, symbol, length) = c switch
        {
            '=' => (TokenKind.Equal, "==", 1),
            '&' => (TokenKind.And, "&&", 1),
            '|' => (TokenKind.Or, "||", 1),
            '≥' => (TokenKind.GreaterOrEqual, ">=", 1),
            '≤' => (TokenKind.LessOrEqual, "<=", 1),
            '≠' => (TokenKind.NotEqual, "!=", 1),
            '×' => (TokenKind.Star, "*", 1),
            '÷' => (TokenKind.Slash, "/", 1),
            '（' => (TokenKind.LeftParen, "(", 1),
            '）' => (TokenKind.RightParen, ")", 1),
            '，' => (TokenKind.Comma, ",", 1),
            '＝' => (TokenKind.Equal, "==", Peek(1) == '＝' ? 2 : 1),
            '＞' => (TokenKind.Greater, ">", 1),
            '＜' => (TokenKind.Less, "<", 1),
            '＆' => (TokenKind.And, "&&", Peek(1) == '＆' ? 2 : 1),
            '｜' => (TokenKind.Or, "||", Peek(1) == '｜' ? 2 : 1),
            '！' => (TokenKind.Not, "!", 1),
            '－' or '–' or '—' or '−' => (TokenKind.Minus, "-", 1),
            _ => (TokenKind.Bad, "", char.IsHighSurrogate(c) && char.IsLowSurrogate(Peek(1)) ? 2 : 1),
        };
        _at += length;
        var shown = char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : c.ToString();
        diagnostics.Report(CelDiagnosticKind.Syntax, start, _at, $"'{shown}' is not an operator here", meant switch
        {
            TokenKind.Bad when c is '“' or '”' or '‘' or '’' or '„' => "use the straight quotes \" or '",
            TokenKind.Bad => "remove it, or put text in quotes",
            _ => $"write {symbol}",
        }, meant == TokenKind.Bad ? null : new CelFix(start, _at - start, symbol));
        Add(meant, start);
    }
}
