namespace RiskEngine.Rules.Text;

/// <summary>A file's name and text.</summary>
internal sealed class SourceText(string file, string text)
{
    private List<int>? _starts;

    public string File { get; } = file;

    public string Text { get; } = text;

    /// <summary>One line without its end; empty past the last one.</summary>
    public string Line(int number)
    {
        var starts = _starts ??= FindLines(Text);
        if (number < 1 || number > starts.Count) return "";
        var start = starts[number - 1];
        var end = number < starts.Count ? starts[number] : Text.Length;
        while (end > start && IsBreak(Text[end - 1])) end--;
        return Text[start..end];
    }

    /// <summary>How many lines there are.</summary>
    public int LineCount => (_starts ??= FindLines(Text)).Count;

    /// <summary>Where a place stands in the text; a column past the end of the line is the start of the next line.</summary>
    public int Offset(int line, int column)
    {
        var starts = _starts ??= FindLines(Text);
        if (line < 1) return 0;
        if (line > starts.Count) return Text.Length;
        var next = line < starts.Count ? starts[line] : Text.Length;
        var length = Line(line).Length;
        return column - 1 > length ? next : starts[line - 1] + Math.Max(0, column - 1);
    }

    /// <summary>What ends a line in YAML 1.1, which the scanner counts by.</summary>
    private static bool IsBreak(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    private static List<int> FindLines(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (IsBreak(text[i]) && !(text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')) starts.Add(i + 1);
        }

        return starts;
    }
}
