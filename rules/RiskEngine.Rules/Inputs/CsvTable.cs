using System.Globalization;
using System.Text;
using RiskEngine.Cel.Values;

namespace RiskEngine.Rules.Inputs;

/// <summary>Reads a small CSV file (RFC 4180) as a table to look things up in.</summary>
internal static class CsvTable
{
    /// <summary>Reads the rows by their key.</summary>
    /// <param name="text">The file, its first row naming the columns; commas, semicolons or tabs between cells.</param>
    /// <param name="keyColumn">The column that is looked up by; null for the first.</param>
    /// <param name="fault">What is wrong with it, and in which line; null where nothing is.</param>
    public static CelMap Read(string text, string? keyColumn, out (int Line, string Fault)? fault)
    {
        fault = null;
        var table = new CelMap();
        var rows = Rows(text).GetEnumerator();
        if (!rows.MoveNext())
        {
            fault = (1, "the table is empty; its first row names the columns");
            return table;
        }

        var columns = rows.Current.Cells;
        var key = keyColumn is null ? 0 : columns.IndexOf(keyColumn);
        if (key < 0) fault = (1, $"there is no column '{keyColumn}'; there are {string.Join(", ", columns)}");
        while (fault is null && rows.MoveNext())
        {
            var (line, cells) = rows.Current;
            if (cells.Count != columns.Count)
            {
                fault = (line, FormattableString.Invariant($"{cells.Count} cells, and there are {columns.Count} columns"));
                break;
            }

            var entries = new CelMap(cells.Count);
            for (var i = 0; i < cells.Count; i++) entries.TryAdd(CelValue.Of(columns[i]), ValueOf(cells[i]));
            if (!table.TryAdd(CelValue.Of(cells[key]), CelValue.Of(entries))) fault = (line, $"'{cells[key]}' stands a second time in the column {columns[key]}");
        }

        return table;
    }

    /// <summary>A cell that is written as a number would be is one: 007 and 1.10 stay texts. An empty cell is null.</summary>
    private static CelValue ValueOf(string cell)
    {
        if (cell.Length == 0) return CelValue.Null;
        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == cell
            && double.IsFinite(number)
            ? CelValue.Of(number) : CelValue.Of(cell);
    }

    private static IEnumerable<(int Line, List<string> Cells)> Rows(string text)
    {
        var delimiter = DelimiterOf(text);
        var line = 1;
        var at = 0;
        while (at < text.Length)
        {
            var first = line;
            var cells = new List<string>();
            do cells.Add(Cell(text, delimiter, ref at, ref line));
            while (at < text.Length && text[at++] == delimiter);
            if (at < text.Length && text[at - 1] == '\r' && text[at] == '\n') at++;
            line++;
            if (cells is not [""]) yield return (first, cells);
        }
    }

    private static string Cell(string text, char delimiter, ref int at, ref int line)
    {
        if (at >= text.Length || text[at] != '"')
        {
            var end = text.AsSpan(at).IndexOfAny(delimiter, '\r', '\n');
            var cell = end < 0 ? text[at..] : text.Substring(at, end);
            at += cell.Length;
            return cell.Trim();
        }

        var quoted = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"' && !(++at < text.Length && text[at] == '"')) break;
            if (text[at] == '\n') line++;
            quoted.Append(text[at]);
        }

        return quoted.ToString();
    }

    private static char DelimiterOf(string text)
    {
        var header = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length);
        return header.Contains('\t') ? '\t' : header.Contains(';') && !header.Contains(',') ? ';' : ',';
    }
}
