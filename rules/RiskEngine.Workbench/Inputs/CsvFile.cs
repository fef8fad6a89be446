using System.Text;
using RiskEngine.Rules.Inputs.Csv;

namespace RiskEngine.Workbench.Inputs;

/// <summary>Splits a CSV file into records of one row each, as they would come from a topic: every one with the header row, in UTF-8 with its mark.</summary>
internal static class CsvFile
{
    private const int MostShown = 80;

    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>What is shown of a row; null of a record that is no row of a CSV file.</summary>
    public static string? RowOf(ReadOnlySpan<byte> record)
    {
        if (!record.StartsWith(Mark)) return null;
        var row = Encoding.UTF8.GetString(record[(record.LastIndexOf((byte)'\n') + 1)..]);
        row = string.Concat(row.Select(letter => char.IsControl(letter) && letter != '\t' ? '\u00B7' : letter));
        return row.Length <= MostShown ? row : row[..MostShown] + "…";
    }

    /// <summary>Streams the rows, with the lines that they begin at.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="stream">Its content.</param>
    /// <param name="rows">Reads it; given back at the end.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="onNotice">Told what was taken for granted; null where nobody asks.</param>
    /// <exception cref="InputException">While reading: there is no header, or it names none of the mapping's columns.</exception>
    public static IEnumerable<(ReadOnlyMemory<byte> Record, long Line)> Rows(string path, Stream stream, CsvRows rows, CsvFormat format, Action<string>? onNotice)
    {
        using var read = rows;
        using var text = CsvEncoding.Open(stream, format,
            () => onNotice?.Invoke($"{path}: not all of it is UTF-8, and the rest is read as Windows-1252; say csv.encoding in the mapping where it is another"));
        if (!rows.TryBegin(text, out var fault)) throw new InputException($"{path}: {fault}");
        byte[] prefix = [.. Mark, .. Encoding.UTF8.GetBytes(rows.Prefix)];
        var count = 0L;
        while (rows.Read())
        {
            count++;
            var record = new byte[prefix.Length + Encoding.UTF8.GetByteCount(rows.Text)];
            prefix.CopyTo(record, 0);
            Encoding.UTF8.GetBytes(rows.Text, record.AsSpan(prefix.Length));
            yield return (record, rows.Line);
        }

        if (count == 0) onNotice?.Invoke($"{path}: has a header row and no row below it");
    }
}
