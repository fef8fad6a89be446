using System.Text;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>Rows of cells in aligned columns, for a terminal.</summary>
internal sealed class TextTable
{
    private readonly List<string[]> _rows = [];
    private readonly string _alignment;

    /// <summary>Creates a table.</summary>
    /// <param name="alignment">One letter for each column: <c>l</c> left, <c>r</c> right.</param>
    /// <param name="header">The header row.</param>
    public TextTable(string alignment, params string[] header)
    {
        _alignment = alignment;
        _rows.Add(header);
    }

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>The lines, each ended by a line feed.</summary>
    public string Render()
    {
        var widths = Enumerable.Range(0, _alignment.Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in _rows)
        {
            var line = row.Select((cell, column) => _alignment[column] == 'r' ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            text.Append(string.Join("  ", line).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
