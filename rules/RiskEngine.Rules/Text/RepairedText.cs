namespace RiskEngine.Rules.Text;

/// <summary>A text with its broken syntax mended, so that one slip does not hide all others; places lead back to the text as it was written.</summary>
internal sealed class RepairedText(SourceText source)
{
    private readonly List<TextEdit[]> _rounds = [];

    public SourceText Current { get; private set; } = source;

    /// <summary>Mends the text further; the edits are placed in the current text, and keep its lines.</summary>
    public void Apply(IEnumerable<TextEdit> edits)
    {
        TextEdit[] round = [.. edits.Distinct().OrderBy(edit => edit.Line).ThenBy(edit => edit.Column)];
        Current = new SourceText(Current.File, TextEdit.ApplyAll(Current.Text, round));
        _rounds.Add(round);
    }

    /// <summary>A place of the current text in the text as it was written.</summary>
    public SourceSpan ToOriginal(SourceSpan at)
    {
        var column = at.Column;
        for (var i = _rounds.Count - 1; i >= 0; i--) column = Before(_rounds[i], at.Line, column);
        return at with { Column = column };
    }

    /// <summary>An edit of the current text as one of the text as it was written.</summary>
    public TextEdit ToOriginal(TextEdit edit)
    {
        var start = ToOriginal(new SourceSpan(edit.Line, edit.Column, 1)).Column;
        var end = ToOriginal(new SourceSpan(edit.Line, edit.Column + edit.Length, 1)).Column;
        return edit with { Column = start, Length = end - start };
    }

    /// <summary>Whether some edit concerns a part of the text that was mended already.</summary>
    public bool Touches(IReadOnlyList<TextEdit> edits)
    {
        foreach (var edit in edits)
        {
            foreach (var round in _rounds)
            {
                foreach (var mended in round)
                {
                    if (mended.Line == edit.Line && mended.Column <= edit.Column + edit.Length && edit.Column <= mended.Column + Math.Max(1, mended.Length)) return true;
                }
            }
        }

        return false;
    }

    private static int Before(TextEdit[] round, int line, int column)
    {
        var shift = 0;
        foreach (var edit in round)
        {
            if (edit.Line != line) continue;
            if (column < edit.Column + shift) break;
            if (column < edit.Column + shift + edit.Text.Length) return edit.Column;
            shift += edit.Text.Length - edit.Length;
        }

        return column - shift;
    }
}
