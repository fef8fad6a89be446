using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Syntax;

// Signs of other languages and of word processors, read as what they mean.
internal sealed partial class Lexer
{
    private static readonly (string Written, TokenKind Kind, string Meant)[] ForeignOperators =
    [
        ("===", TokenKind.Equal, "=="), ("!==", TokenKind.NotEqual, "!="), ("=>", TokenKind.GreaterOrEqual, ">="),
        ("=<", TokenKind.LessOrEqual, "<="), ("<>", TokenKind.NotEqual, "!="),
    ];

    private bool ReadForeignOperator(int start)
    {
        foreach (var (written, kind, meant) in ForeignOperators)
        {
            if (string.CompareOrdinal(source, start, written, 0, written.Length) != 0)
                continue;
            _at += written.Length;
            diagnostics.Report(CelDiagnosticKind.Syntax, start, _at, $"'{written}' is not an operator here", $"write {meant}", new CelFix(start, written.Length, meant));
            Add(kind, start);
            return true;
        }
        return false;
    }

    // \u201Cbasement\u201D: a text in the quotes of a word processor.
    private bool ReadCurlyQuotes(int start, char c)
    {
        if (c is not ('\u201C' or '\u201D' or '\u201E' or '\u2018' or '\u2019' or '\u00AB' or '\uFF02' or '\uFF07'))
            return false;
        var close = source.AsSpan(start + 1).IndexOfAny("\u201D\u201C\u2019\u2018\u00BB\uFF02\uFF07");
        if (close < 0)
            return false;
        var text = source.Substring(start + 1, close);
        _at = start + close + 2;
        var isPlain = text.AsSpan().IndexOfAny("'\"\\\n") < 0;
        diagnostics.Report(CelDiagnosticKind.Syntax, start, _at, $"'{c}' is not a quote here",
            $"use the straight quotes \" or ', e.g. '{text}'", isPlain ? new CelFix(start, _at - start, $"'{text}'") : null);
        Add(TokenKind.String, start, "", CelValue.Of(text));
        return true;
    }

    // A name in other letters than English ones: as an attribute it stands in brackets, else it is a text.
    private bool ReadForeignName(int start, char c)
    {
        if (!char.IsLetter(c))
            return false;
        while (_at < source.Length && (char.IsLetterOrDigit(source[_at]) || source[_at] is '_' or '-'))
            _at++;
        var name = source[start.._at];
        if (_tokens.Count > 1 && _tokens[^1].Kind == TokenKind.Dot && _tokens[^1].End == start)
        {
            diagnostics.Report(CelDiagnosticKind.Syntax, start, _at,
                $"'{name}' is not made of English letters, so it cannot stand after a dot", $"write ['{name}'] instead of .{name}",
                new CelFix(start - 1, _at - start + 1, $"['{name}']"));
        }
        else
        {
            diagnostics.Report(CelDiagnosticKind.Syntax, start, _at, $"'{name}' is not a name here",
                $"write '{name}' in quotes where it is a text, attributes['{name}'] where it is an attribute",
                _tokens.Count > 0 && _tokens[^1].Kind is TokenKind.Equal or TokenKind.NotEqual ? new CelFix(start, _at - start, $"'{name}'") : null);
        }
        Add(TokenKind.Bad, start);
        return true;
    }
}
