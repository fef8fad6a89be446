using RiskEngine.Rules.Diagnostics;

namespace RiskEngine.Rules.Yaml;

/// <summary>Says what broken YAML syntax means, from the line it was noticed on: the parser's own words are for programmers.</summary>
internal static class SyntaxFault
{
    public static readonly (string Message, string Remedy) UnquotedPlace = ("a message that starts with '{{' must be quoted", "write message: \"{{ … }}\"");

    public static void Report(SourceSpan at, string parserMessage, FileReport report)
    {
        var (where, message, remedy) = Explain(at, parserMessage, report.Source);
        report.Add(DiagnosticCodes.Syntax, where, message, remedy);
    }

    private static (SourceSpan At, string Message, string Remedy) Explain(SourceSpan at, string parserMessage, SourceText source)
    {
        if (FindTab(at.Line, source) is { } tab) return (tab, "a tab stands in the indentation", "indent with blanks");
        var line = source.Line(at.Line);
        if (FindComparison(line) is { } comparison)
            return (at with { Column = comparison + 1 }, "a value that starts with '>' must be quoted", "write e.g. yellow: \">= 5\"");
        if (FindValue(line, '{', "{{") is { } brace)
            return (at with { Column = brace + 1, Length = 2 }, UnquotedPlace.Message, UnquotedPlace.Remedy);
        if (FindValue(line, '*', "*") is { } star)
            return (at with { Column = star + 1 }, "a value that starts with '*' must be quoted", "write e.g. on: \"*.gas\"");
        if (FindValue(line, '%', "%") is { } percent)
            return (at with { Column = percent + 1 }, "a value that starts with '%' must be quoted", "put the value in double quotes");
        if (FindValue(line, '@', "@") is { } sign)
            return (at with { Column = sign + 1 }, "a value that starts with '@' must be quoted", "put the value in double quotes");
        if (FindValue(line, '!', "!") is { } exclamation)
            return (at with { Column = exclamation + 1 }, "a value that starts with '!' must be quoted", "put the condition in quotes");
        if (FindTightColon(line) is { } tight)
            return (at with { Column = tight + 1 }, "a blank is missing after the colon", $"write '{line[..tight].Trim()}: …'");
        if (FindTextAfterQuotes(line) is { } after)
            return (at with { Column = after + 1 }, "text follows a closing quote", "put the whole value in single quotes, e.g. where: '\"a\" == attributes.x'");
        if (FindSecondColon(line) is { } colon)
            return (at with { Column = colon + 1 }, "a value that holds ': ' must be quoted", "put the whole value in quotes");
        if (HasOpenQuote(line) || Says(parserMessage, "unexpected end of stream") || Says(parserMessage, "quoted scalar"))
            return (at, "a quote or bracket that is opened is not closed", "close it, on the same line where possible");
        if (Says(parserMessage, "flow"))
            return (at, "a list [a, b] or map {a: 1, b: 2} is not closed or lacks a comma", "check brackets, braces and commas up to here");
        if (Says(parserMessage, "expected ':'") || Says(parserMessage, "simple key"))
            return (at, "this line is neither 'key: value' nor '- item'", "write a colon and a blank between key and value");
        return (at, "the indentation or the punctuation breaks the structure here", "indent keys of one map alike; write 'key: value' with a blank after the colon");
    }

    /// <summary>The parser notices a tab somewhere after it, or before: at the start of its map.</summary>
    private static SourceSpan? FindTab(int line, SourceText source)
    {
        for (var number = Math.Max(1, line - 1); number <= line + 50; number++)
        {
            var text = source.Line(number);
            var indent = text.Length - text.TrimStart(' ').Length;
            if (indent < text.Length && text[indent] == '\t' && !string.IsNullOrWhiteSpace(text)) return new SourceSpan(number, indent + 1, 1);
        }

        return null;
    }

    /// <summary><c>title:Gas</c>: without a blank YAML sees one word.</summary>
    private static int? FindTightColon(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var isWord = colon > 0 && line.AsSpan(0, colon).TrimStart("- ").IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz_") < 0;
        return isWord && colon + 1 < line.Length && line[colon + 1] is not (' ' or '\t') ? colon : null;
    }

    /// <summary><c>yellow: &gt;= 5</c>: YAML takes the bare sign for the start of a folded text.</summary>
    private static int? FindComparison(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] is '>' && StartsValue(line, i) && line.AsSpan(i + 1).TrimStart("= ") is [>= '0' and <= '9' or '-' or '.', ..]) return i;
        }

        return null;
    }

    private static int? FindValue(string line, char first, string start)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == first && StartsValue(line, i) && line.AsSpan(i).StartsWith(start, StringComparison.Ordinal)) return i;
        }

        return null;
    }

    /// <summary>Whether what stands here is the first character after <c>key:</c>, a hyphen or a comma.</summary>
    private static bool StartsValue(string line, int index)
    {
        var before = line.AsSpan(0, index).TrimEnd(' ');
        return before is [.., ':' or ',' or '['] || before.Trim() is "-";
    }

    private static int? FindTextAfterQuotes(string line)
    {
        var open = line.AsSpan().IndexOf(": ");
        if (open < 0) return null;
        var start = open + 2;
        while (start < line.Length && line[start] == ' ') start++;
        if (start >= line.Length || line[start] is not ('"' or '\'')) return null;
        var close = line.IndexOf(line[start], start + 1);
        if (close < 0) return null;
        var next = close + 1;
        while (next < line.Length && line[next] == ' ') next++;
        return next < line.Length && line[next] is not ('#' or ',' or '}' or ']' or ':' or '\'' or '\\') ? next : null;
    }

    private static int? FindSecondColon(string line)
    {
        var first = line.IndexOf(": ", StringComparison.Ordinal);
        if (first < 0 || line.AsSpan(first).ContainsAny("{\"'")) return null;
        var second = line.IndexOf(": ", first + 2, StringComparison.Ordinal);
        return second < 0 ? null : second;
    }

    private static bool HasOpenQuote(string line) => line.AsSpan().Count('"') % 2 == 1;

    private static bool Says(string message, string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
