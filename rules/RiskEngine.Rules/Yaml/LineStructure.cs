using System.Text.RegularExpressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Yaml;

/// <summary>Finds colons, blanks, quotes and brackets that are missing on a line.</summary>
internal static partial class LineStructure
{
    public static SyntaxFault? Find(SourceSpan at, SourceText source, KeyTable keys) =>
        FindTightColon(at.Line, source.Line(at.Line))
        ?? FindLackingColon(at.Line, source.Line(at.Line), keys) ?? FindLackingColon(at.Line - 1, source.Line(at.Line - 1), keys)
        ?? FindOpenQuote(at.Line, source.Line(at.Line)) ?? FindOpenQuote(at.Line - 1, source.Line(at.Line - 1));

    /// <summary>A bracket that is still open where the parser gave up, on a later line.</summary>
    public static SyntaxFault OpenBracket(SourceSpan open, char bracket, SourceText source)
    {
        var close = bracket == '[' ? ']' : '}';
        var line = source.Line(open.Line);
        var end = YamlText.EndOfContent(line);
        var stillOpen = YamlText.OpenAt(line, end);
        var tail = line[..end].TrimEnd();
        return stillOpen.Length == 1 && tail.Length > open.Column && tail[^1] is not (',' or '{' or '[')
            ? new SyntaxFault(open, $"'{bracket}' is not closed", $"add '{close}' where the {(bracket == '[' ? "list" : "map")} ends",
                TextEdit.Insert(open.Line, end + 1, close.ToString()))
            : new SyntaxFault(open, $"'{bracket}' is not closed", $"add '{close}' where the {(bracket == '[' ? "list" : "map")} ends");
    }

    public static bool HasOpenQuote(string line) => line.AsSpan().Count('"') % 2 == 1;

    /// <summary><c>title:Gas</c>: without a blank YAML sees one word.</summary>
    private static SyntaxFault? FindTightColon(int number, string line)
    {
        var match = TightColon().Match(line);
        if (!match.Success) return null;
        var colon = match.Groups["colon"].Index;
        return new SyntaxFault(new SourceSpan(number, colon + 1, 1), "a blank is missing after the colon",
            $"write '{match.Groups["key"].Value}: {line[(colon + 1)..YamlText.EndOfContent(line)].Trim()}'", TextEdit.Insert(number, colon + 2, " "));
    }

    /// <summary><c>clear {when: …}</c>, <c>for 30s</c>.</summary>
    private static SyntaxFault? FindLackingColon(int number, string line, KeyTable keys)
    {
        var match = LackingColon().Match(line);
        if (!match.Success || !keys.Knows(match.Groups["key"].Value)) return null;
        var key = match.Groups["key"];
        return new SyntaxFault(new SourceSpan(number, key.Index + key.Length + 1, 1), $"a colon is missing after {Quote.Of(key.Value)}",
            $"write '{key.Value}: {match.Groups["value"].Value[..Math.Min(30, match.Groups["value"].Length)]}{(match.Groups["value"].Length > 30 ? "…" : "")}'",
            TextEdit.Insert(number, key.Index + key.Length + 1, ":"));
    }

    /// <summary>A double quote that opens a value and is not closed on its line.</summary>
    private static SyntaxFault? FindOpenQuote(int number, string line)
    {
        var match = OpenQuote().Match(line);
        if (!match.Success) return null;
        var end = line.TrimEnd().Length;
        return new SyntaxFault(new SourceSpan(number, match.Groups["quote"].Index + 1, 1), "a quote that is opened is not closed", "add the closing \" at the end of the text",
            TextEdit.Insert(number, end + 1, "\""));
    }

    [GeneratedRegex(@"^\s*(- +)*(?<key>[a-z_]+)(?<colon>:)[^\s:/""'{\[].*$", RegexOptions.CultureInvariant)]
    private static partial Regex TightColon();

    [GeneratedRegex(@"^\s*(- +)*(?<key>[a-z_]+) +(?<value>[^\s:=].*)$", RegexOptions.CultureInvariant)]
    private static partial Regex LackingColon();

    [GeneratedRegex(@"^\s*(- +)*[A-Za-z_][\w.-]*: +(?<quote>"")[^""{}\[\],]*$", RegexOptions.CultureInvariant)]
    private static partial Regex OpenQuote();
}
