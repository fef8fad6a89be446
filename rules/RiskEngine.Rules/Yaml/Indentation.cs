using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Yaml;

/// <summary>Finds lines that stand too far left or right, or are indented with tabs.</summary>
internal static class Indentation
{
    /// <summary>The parser notices a tab somewhere after it, or before: at the start of its map.</summary>
    public static IReadOnlyList<SyntaxFault> FindTabs(int line, SourceText source)
    {
        var found = new List<SyntaxFault>();
        for (var number = Math.Max(1, line - 1); number <= line + 50; number++)
        {
            var text = source.Line(number);
            var indent = text.Length - text.TrimStart(' ', '\t').Length;
            var tab = text.AsSpan(0, indent).IndexOf('\t');
            if (tab < 0 || indent == text.Length) continue;
            var blanks = NeighbourIndent(number, source) ?? text.AsSpan(0, indent).Count('\t') * 2;
            found.Add(new SyntaxFault(new SourceSpan(number, tab + 1, 1), "a tab stands in the indentation", $"indent with blanks: {blanks} here",
                new TextEdit(number, 1, indent, new string(' ', blanks))));
        }

        return found;
    }

    /// <summary>A line that is indented like no line above it.</summary>
    public static SyntaxFault? Find(SourceSpan at, SourceText source)
    {
        var text = source.Line(at.Line);
        var indent = IndentOf(text);
        if (indent == text.Length || text[indent] is '#' or '}' or ']') return null;
        if (Wanted(at.Line, indent, text.AsSpan(indent).StartsWith("- "), source) is not { } wanted || wanted == indent) return null;
        var difference = Math.Abs(indent - wanted);
        var (side, verb) = indent > wanted ? ("right", "take away") : ("left", "add");
        return new SyntaxFault(new SourceSpan(at.Line, indent + 1, 1),
            $"this line begins {difference} {(difference == 1 ? "blank" : "blanks")} further {side} than those that it belongs to",
            $"{verb} {difference} {(difference == 1 ? "blank" : "blanks")} at its start", new TextEdit(at.Line, 1, indent, new string(' ', wanted)));
    }

    /// <summary>The indentation that the line should have: that of an item or key above it.</summary>
    private static int? Wanted(int line, int indent, bool isItem, SourceText source)
    {
        int? deeper = null;
        for (var number = line - 1; number >= Math.Max(1, line - 200); number--)
        {
            var text = source.Line(number);
            var above = IndentOf(text);
            if (above == text.Length || text[above] == '#') continue;
            if (isItem == text.AsSpan(above).StartsWith("- ") && Math.Abs(above - indent) <= 2) return above;
            if (above > indent) deeper = above;
            else if (!isItem && above < indent) return EndsOpen(text) ? null : deeper is { } near && near - indent < indent - above ? near : above;
            if (above == 0) break;
        }

        return null;
    }

    private static bool EndsOpen(string text) => text[..YamlText.EndOfContent(text)].EndsWith(':');

    private static int? NeighbourIndent(int line, SourceText source)
    {
        foreach (var number in (int[])[line + 1, line - 1])
        {
            var text = source.Line(number);
            var indent = IndentOf(text);
            if (indent > 0 && indent < text.Length && text[indent] != '\t') return indent;
        }

        return null;
    }

    private static int IndentOf(string text) => text.Length - text.TrimStart(' ').Length;
}
