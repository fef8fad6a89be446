using System.Text;

namespace RiskEngine.Rules.Diagnostics;

/// <summary>Writes findings for people: the sentence, the offending line, a caret below it.</summary>
public static class DiagnosticText
{
    private const int MaxShown = 120;

    /// <summary>All findings, an empty line after each.</summary>
    public static string Render(IEnumerable<Diagnostic> diagnostics)
    {
        var text = new StringBuilder();
        foreach (var diagnostic in diagnostics) text.Append(Render(diagnostic)).Append('\n');
        return text.ToString();
    }

    /// <summary>One finding; every line ends with a line feed.</summary>
    public static string Render(Diagnostic diagnostic)
    {
        var text = new StringBuilder().Append(diagnostic).Append('\n');
        if (diagnostic.SourceLine.Length == 0) return text.ToString();

        var (shown, at) = Cut(diagnostic.SourceLine, diagnostic.Column - 1);
        var margin = $"{diagnostic.Line,5} | ";
        text.Append(margin).Append(shown).Append('\n');
        text.Append(' ', margin.Length - 2).Append("| ");
        text.Append(' ', WidthOf(shown.AsSpan(0, at)));
        var length = Math.Clamp(diagnostic.Length, 1, Math.Max(1, shown.Length - at));
        text.Append('^', Math.Max(1, WidthOf(shown.AsSpan(at, Math.Min(length, shown.Length - at)))));
        return text.Append('\n').ToString();
    }

    /// <summary>Keeps the part of a long line that surrounds the place, and shows control characters as blanks.</summary>
    private static (string Shown, int At) Cut(string line, int at)
    {
        at = Math.Clamp(at, 0, line.Length);
        var start = line.Length <= MaxShown ? 0 : Math.Clamp(at - (MaxShown / 2), 0, line.Length - MaxShown);
        var shown = line.Substring(start, Math.Min(MaxShown, line.Length - start)).ToCharArray();
        for (var i = 0; i < shown.Length; i++)
        {
            if (char.IsControl(shown[i]) || char.IsSurrogate(shown[i])) shown[i] = ' ';
        }

        return (new string(shown), at - start);
    }

    /// <summary>Columns that a terminal gives a text: two for wide East Asian characters.</summary>
    private static int WidthOf(ReadOnlySpan<char> text)
    {
        var width = 0;
        foreach (var c in text) width += IsWide(c) ? 2 : 1;
        return width;
    }

    private static bool IsWide(char c) =>
        c is (>= '\u1100' and <= '\u115F') or (>= '\u2E80' and <= '\uA4CF') or (>= '\uAC00' and <= '\uD7A3')
            or (>= '\uF900' and <= '\uFAFF') or (>= '\uFE30' and <= '\uFE6F') or (>= '\uFF00' and <= '\uFF60');
}
