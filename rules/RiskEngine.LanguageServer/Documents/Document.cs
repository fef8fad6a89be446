using RiskEngine.LanguageServer.Protocol;
using RiskEngine.Rules.Editing;
using RiskEngine.Rules.Text;
using Range = RiskEngine.LanguageServer.Protocol.Range;

namespace RiskEngine.LanguageServer.Documents;

/// <summary>A document as an editor has it, with its places in both reckonings: the editor's from 0, ours from 1.</summary>
internal sealed class Document
{
    private readonly List<int> _starts = [0];
    private readonly EditedText _edited;

    public Document(string uri, int version, string text)
    {
        (Uri, Version, Text, _edited) = (uri, version, text, new EditedText(text));
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && !(i + 1 < text.Length && text[i + 1] == '\n'))) _starts.Add(i + 1);
        }
    }

    public string Uri { get; }

    public int Version { get; }

    public string Text { get; }

    /// <summary>The document after the changes, made one after the other.</summary>
    public Document Change(int version, IReadOnlyList<ContentChange> changes)
    {
        var document = this;
        foreach (var change in changes)
        {
            var text = document.Text;
            if (change.Range is not { } range)
            {
                document = new Document(Uri, version, change.Text);
                continue;
            }

            var start = document.OffsetOf(range.Start);
            var end = Math.Max(start, document.OffsetOf(range.End));
            document = new Document(Uri, version, string.Concat(text.AsSpan(0, start), change.Text, text.AsSpan(end)));
        }

        return document;
    }

    /// <summary>Our line and column of a place.</summary>
    public (int Line, int Column) PlaceOf(Position position) => _edited.PlaceOf(OffsetOf(position));

    /// <summary>Some characters from one of our lines and columns on.</summary>
    public Range RangeOf(int line, int column, int length) => new(PositionOf(_edited.OffsetOf(line, column)), PositionOf(_edited.EndOf(line, column, length)));

    /// <summary>Whole lines of ours.</summary>
    public Range LinesOf(int first, int column, int last) => new(PositionOf(_edited.OffsetOf(first, column)), PositionOf(Math.Max(0, _edited.EndOf(last, 1, int.MaxValue - 1))));

    public TextChange ChangeOf(TextEdit edit) =>
        new(new Range(PositionOf(_edited.OffsetOf(edit.Line, edit.Column)), PositionOf(_edited.OffsetOf(edit.Line, edit.Column + edit.Length))), edit.Text);

    /// <summary>Edits as an editor takes them: none lies over another.</summary>
    public IReadOnlyList<TextChange> ChangesOf(IEnumerable<TextEdit> edits)
    {
        var changes = new List<TextChange>();
        var done = 0;
        foreach (var edit in edits.Distinct().OrderBy(edit => edit.Line).ThenBy(edit => edit.Column).ThenBy(edit => edit.Length))
        {
            if (_edited.OffsetOf(edit.Line, edit.Column) < done) continue;
            done = _edited.OffsetOf(edit.Line, edit.Column + edit.Length);
            changes.Add(ChangeOf(edit));
        }

        return changes;
    }

    private int OffsetOf(Position position)
    {
        if (position.Line < 0) return 0;
        if (position.Line >= _starts.Count) return Text.Length;
        var start = _starts[position.Line];
        var end = position.Line + 1 < _starts.Count ? _starts[position.Line + 1] : Text.Length;
        while (end > start && Text[end - 1] is '\n' or '\r') end--;
        return Math.Clamp(start + Math.Max(0, position.Character), start, end);
    }

    private Position PositionOf(int offset)
    {
        var found = _starts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return new Position(line, offset - _starts[line]);
    }
}
