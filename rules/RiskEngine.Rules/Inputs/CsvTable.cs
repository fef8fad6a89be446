using RiskEngine.Cel.Values;
using RiskEngine.Rules.Inputs.Csv;

namespace RiskEngine.Rules.Inputs;

/// <summary>Reads a small CSV file as a table to look things up in.</summary>
internal static class CsvTable
{
    /// <summary>Reads the rows by their key.</summary>
    /// <param name="text">The file, its first row naming the columns.</param>
    /// <param name="keyColumn">The column that is looked up by; null for the first.</param>
    /// <param name="fault">What is wrong with it, and in which line; null where nothing is.</param>
    public static CelMap Read(string text, string? keyColumn, out (int Line, string Fault)? fault)
    {
        fault = null;
        var table = new CelMap();
        using var rows = new CsvRows(CsvFormat.Auto with { Preamble = 0 }, keyColumn is null ? [] : [keyColumn], takesAll: true);
        if (!rows.TryBegin(new StringReader(text), out var wrong)) fault = (1, wrong);
        var columns = rows.Header.Columns;
        var key = keyColumn is null ? 0 : columns.FirstOrDefault(column => column.Name == keyColumn).Column;
        while (fault is null && rows.Read())
        {
            var line = (int)Math.Min(rows.Line, int.MaxValue);
            if (rows.FaultOfRow() is { } ragged)
            {
                fault = (line, ragged);
                break;
            }

            var entries = new CelMap(columns.Count);
            foreach (var (name, column) in columns) entries.TryAdd(CelValue.Of(name), ValueOf(rows.Cells[column], rows.Numbers));
            if (!table.TryAdd(CelValue.Of(rows.Cells[key]), CelValue.Of(entries))) fault = (line, $"'{rows.Cells[key]}' stands a second time in the column of the key");
        }

        return table;
    }

    /// <summary>A cell that is written as a number would be is one: 007 and 1.10 stay texts. An empty cell is null.</summary>
    private static CelValue ValueOf(string cell, CsvNumbers numbers)
    {
        if (cell.Length == 0) return CelValue.Null;
        return numbers.TryRead(cell, out var number, out _) && CelValue.Of(number).ToString() == cell.Replace(',', '.') ? CelValue.Of(number) : CelValue.Of(cell);
    }
}
