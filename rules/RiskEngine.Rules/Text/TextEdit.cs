using System.Text;

namespace RiskEngine.Rules.Text;

/// <summary>A remedy as an editor can carry it out: what stands at a place is replaced by a text.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
/// <param name="Length">How many characters of the line are replaced; 0 inserts; one more than the line has left takes its end as well.</param>
/// <param name="Text">What stands there afterwards.</param>
public readonly record struct TextEdit(int Line, int Column, int Length, string Text)
{
    /// <summary>The text after all edits, each placed in the text as it was; an edit that overlaps an earlier one is left out.</summary>
    public static string ApplyAll(string text, IEnumerable<TextEdit> edits)
    {
        var source = new SourceText("", text);
        var result = new StringBuilder(text.Length + 64);
        var done = 0;
        foreach (var edit in edits.Distinct().OrderBy(edit => edit.Line).ThenBy(edit => edit.Column).ThenBy(edit => edit.Length))
        {
            var start = source.Offset(edit.Line, edit.Column);
            if (start < done) continue;
            var end = source.Offset(edit.Line, edit.Column + edit.Length);
            result.Append(text, done, start - done).Append(edit.Text);
            done = end;
        }

        return result.Append(text, done, text.Length - done).ToString();
    }

    internal static TextEdit[] Replace(SourceSpan at, string text) => [new(at.Line, at.Column, at.Length, text)];

    internal static TextEdit[] Insert(int line, int column, string text) => [new(line, column, 0, text)];
}
