using System.Text;

namespace RiskEngine.Workbench.Inputs;

/// <summary>Splits delimited text into rows of cells (RFC 4180: quotes, doubled quotes, line breaks inside quotes).</summary>
internal sealed class CsvRowReader(string path, TextReader text, char delimiter)
{
    private readonly List<string> _cells = [];
    private readonly StringBuilder _cell = new();
    private long _linesRead;

    /// <summary>The line that the current row begins at, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The cells of the current row; reused by the next.</summary>
    public IReadOnlyList<string> Cells => _cells;

    /// <summary>Moves to the next row that is not empty.</summary>
    /// <exception cref="InputException">A quote is never closed.</exception>
    public bool Read()
    {
        while (NextLine() is { } line)
        {
            if (line.Length == 0) continue;
            Line = _linesRead;
            _cells.Clear();
            if (line.Contains('"')) SplitQuoted(line);
            else SplitPlain(line);
            return true;
        }

        return false;
    }

    private string? NextLine()
    {
        var line = text.ReadLine();
        if (line is not null) _linesRead++;
        return line;
    }

    private void SplitPlain(string line)
    {
        var rest = line.AsSpan();
        while (rest.IndexOf(delimiter) is >= 0 and var at)
        {
            _cells.Add(rest[..at].Trim().ToString());
            rest = rest[(at + 1)..];
        }

        _cells.Add(rest.Trim().ToString());
    }

    private void SplitQuoted(string line)
    {
        _cell.Clear();
        var inQuotes = false;
        for (var i = 0; ; i++)
        {
            if (i == line.Length)
            {
                if (!inQuotes) break;
                line = NextLine() ?? throw InputException.At(path, Line, "a quote is never closed; close it or double it");
                _cell.Append('\n');
                i = -1;
            }
            else if (line[i] == '"')
            {
                var isDoubled = inQuotes && i + 1 < line.Length && line[i + 1] == '"';
                if (isDoubled) _cell.Append(line[i++]);
                else inQuotes = !inQuotes;
            }
            else if (line[i] == delimiter && !inQuotes)
            {
                _cells.Add(_cell.ToString().Trim());
                _cell.Clear();
            }
            else
            {
                _cell.Append(line[i]);
            }
        }

        _cells.Add(_cell.ToString().Trim());
    }
}
