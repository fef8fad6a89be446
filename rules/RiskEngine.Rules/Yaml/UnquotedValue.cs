using System.Text.RegularExpressions;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Yaml;

/// <summary>Finds values that YAML reads otherwise because they lack their quotes.</summary>
internal static partial class UnquotedValue
{
    /// <summary>What is wrong with <c>message: {{ source }}</c>.</summary>
    public const string StartsWithPlace = "a text that starts with '{{' must be quoted";

    /// <summary>All of them on one line.</summary>
    public static IReadOnlyList<SyntaxFault> Find(SourceSpan at, string line)
    {
        var found = new List<SyntaxFault>();
        if (FindColonInText(at, line) is { } colon) return [colon];
        for (var i = 0; i < line.Length; i++)
        {
            if (Reason(line, i) is not { } reason) continue;
            var end = EndOf(line, i);
            found.Add(Quoting(at.Line, line, i, end, reason));
            i = end;
        }

        if (found.Count > 0) return found;
        return FindTextAfterQuotes(at, line) is { } after ? [after] : [];
    }

    /// <summary>Where a value that is not quoted ends: at its comma or bracket inside a list or map, else at the end of the line or its comment.</summary>
    public static int EndOf(string line, int start)
    {
        var end = YamlText.EndOfContent(line);
        if (YamlText.OpenAt(line, start).Length == 0) return Math.Max(start, end);
        var close = line.AsSpan(start, Math.Max(0, end - start)).IndexOfAny(",}]");
        return close < 0 ? Math.Max(start, end) : start + line.AsSpan(start, close).TrimEnd().Length;
    }

    /// <summary>The value from <paramref name="start"/> on put into quotes.</summary>
    public static SyntaxFault Quoting(int number, string line, int start, int end, string message)
    {
        var value = line[start..end];
        var quoted = YamlText.Quoted(value);
        return new SyntaxFault(new SourceSpan(number, start + 1, value.StartsWith("{{", StringComparison.Ordinal) ? 2 : 1), message,
            $"write {KeyBefore(line, start)}{quoted}", new TextEdit(number, start + 1, end - start, quoted));
    }

    private static string? Reason(string line, int i) => line[i] switch
    {
        '>' when StartsValue(line, i) && line.AsSpan(i + 1).TrimStart("= ") is [>= '0' and <= '9' or '-' or '.', ..] => "a value that starts with '>' must be quoted",
        '{' when StartsValue(line, i) && line.AsSpan(i).StartsWith("{{") => StartsWithPlace,
        '*' or '%' or '@' or '!' or '`' when StartsValue(line, i) => $"a value that starts with '{line[i]}' must be quoted",
        _ => null,
    };

    /// <summary>Whether what stands here is the first character after <c>key:</c>, a hyphen or a comma.</summary>
    private static bool StartsValue(string line, int index)
    {
        var before = line.AsSpan(0, index).TrimEnd(' ');
        return before is [.., ':' or '['] || before.Trim() is "-" || (before is [.., ','] && YamlText.OpenAt(line, index).Length > 0);
    }

    /// <summary><c>title: Gas in the cellar: danger</c>: the second colon starts a map for YAML.</summary>
    private static SyntaxFault? FindColonInText(SourceSpan at, string line)
    {
        var match = KeyAndText().Match(line);
        if (!match.Success) return null;
        var start = match.Groups["value"].Index;
        var end = EndOf(line, start);
        var colon = line.AsSpan(start, end - start).IndexOf(": ");
        if (colon < 0 && line[start..end].EndsWith(':')) colon = end - start - 1;
        if (colon < 0) return null;
        if (line.AsSpan(start).StartsWith("{{")) return Quoting(at.Line, line, start, end, StartsWithPlace);
        var fault = Quoting(at.Line, line, start, end, "a text that holds ': ' must be quoted");
        return fault with { At = new SourceSpan(at.Line, start + colon + 1, 1) };
    }

    /// <summary><c>where: "a" == x</c>: for YAML the value ends with its second quote.</summary>
    private static SyntaxFault? FindTextAfterQuotes(SourceSpan at, string line)
    {
        var match = KeyAndQuotes().Match(line);
        if (!match.Success) return null;
        var start = match.Groups["value"].Index;
        var close = line.IndexOf(line[start], start + 1);
        if (close < 0) return null;
        var next = close + 1;
        while (next < line.Length && line[next] == ' ') next++;
        if (next >= line.Length || line[next] is '#' or ',' or '}' or ']' or ':' or '\'' or '\\') return null;
        var fault = Quoting(at.Line, line, start, YamlText.EndOfContent(line), "text follows a closing quote, so the whole value must be quoted");
        return fault with { At = new SourceSpan(at.Line, next + 1, 1) };
    }

    private static string KeyBefore(string line, int start) => KeyAtEnd().Match(line[..start]) is { Success: true } match ? match.Value.TrimEnd() + " " : "";

    [GeneratedRegex(@"^\s*(- +)*[A-Za-z_][\w.-]*: +(?<value>([^\s""'{\[|>&*!%@#`]|\{\{).*)$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyAndText();

    [GeneratedRegex(@"^\s*(- +)*[A-Za-z_][\w.-]*: +(?<value>[""'].*)$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyAndQuotes();

    [GeneratedRegex(@"[A-Za-z_][\w.-]*: *$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyAtEnd();
}
