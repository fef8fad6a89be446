namespace RiskEngine.Rules.Inputs.Csv;

/// <summary>Looks at the quotes of a row: a cell that starts with one is quoted (RFC 4180), any other quote is a character as an inch sign is.</summary>
internal static class CsvQuotes
{
    /// <summary>What the quotes of a row come to.</summary>
    public static CsvQuoting Of(ReadOnlySpan<char> row, char delimiter)
    {
        if (!row.Contains('"')) return CsvQuoting.Sound;
        var at = 0;
        while (true)
        {
            while (at < row.Length && row[at] == ' ') at++;
            if (at < row.Length && row[at] == '"')
            {
                var end = EndOfQuoted(row, at + 1);
                if (end < 0) return CsvQuoting.Open;
                while (end < row.Length && row[end] == ' ') end++;
                if (end < row.Length && row[end] != delimiter) return CsvQuoting.Bare;
                at = end;
            }
            else
            {
                var length = row[at..].IndexOf(delimiter);
                at = length < 0 ? row.Length : at + length;
            }

            if (at >= row.Length) return CsvQuoting.Sound;
            at++;
        }
    }

    /// <summary>The text of a cell that was split with its quotes as characters: without them where they enclose all of it.</summary>
    public static string Unquoted(string cell)
    {
        if (cell.Length < 2 || cell[0] != '"' || EndOfQuoted(cell, 1) != cell.Length) return cell;
        return cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
    }

    /// <summary>Where the quote that was opened is closed, one behind it; negative where it is not.</summary>
    private static int EndOfQuoted(ReadOnlySpan<char> row, int at)
    {
        for (; at < row.Length; at++)
        {
            if (row[at] != '"') continue;
            if (at + 1 >= row.Length || row[at + 1] != '"') return at + 1;
            at++;
        }

        return -1;
    }
}
