using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Editing;

/// <summary>Leads between the places of findings, in lines and columns from 1, and offsets in UTF-16 units from 0.</summary>
/// <remarks>Lines end here as in YAML, which knows more line ends than editors do.</remarks>
/// <param name="text">The text.</param>
public sealed class EditedText(string text)
{
    private readonly SourceText _source = new("", text);

    /// <summary>Where a place stands in the text; a column past the end of its line is the start of the next line.</summary>
    public int OffsetOf(int line, int column) => _source.Offset(line, column);

    /// <summary>Where some characters of a line end; no further than the line.</summary>
    public int EndOf(int line, int column, int length) => OffsetOf(line, Math.Min(column + length, _source.Line(line).Length + 1));

    /// <summary>The line and column of an offset.</summary>
    public (int Line, int Column) PlaceOf(int offset)
    {
        var (low, high) = (1, _source.LineCount);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_source.Offset(middle, 1) <= offset) low = middle;
            else high = middle - 1;
        }

        return (low, offset - _source.Offset(low, 1) + 1);
    }
}
