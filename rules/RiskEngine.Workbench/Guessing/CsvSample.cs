using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Rules.Inputs.Csv;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Guessing;

/// <summary>Samples of a CSV file: each row as an object whose fields are its cells, and as the record that it would be.</summary>
internal sealed class CsvSample
{
    private const int MostLinesBeforeHeader = 50;
    private const int MostRows = 2_000;

    private readonly ArrayBufferWriter<byte> _json = new();

    /// <summary>The rows as records, each with the header.</summary>
    public List<byte[]> Records { get; } = [];

    /// <summary>What is not sure about the file itself.</summary>
    public List<string> Doubts { get; } = [];

    /// <summary>Whether a file is CSV as far as its first line shows.</summary>
    public static bool Is(string path)
    {
        if (RecordedEvents.IsJson(path)) return false;
        using var stream = RecordingStream.Open(path);
        using var text = CsvEncoding.Open(stream, CsvFormat.Auto);
        string? line;
        while ((line = text.ReadLine()) is not null && string.IsNullOrWhiteSpace(line))
        {
        }

        return line?.TrimStart() is not (null or ['{' or '[', ..]);
    }

    /// <summary>Reads the first rows of a file.</summary>
    /// <exception cref="InputException">There is no row in it.</exception>
    public static CsvSample Read(string path, PayloadSample into)
    {
        var sample = new CsvSample();
        using var stream = RecordingStream.Open(path);
        using var text = CsvEncoding.Open(stream, CsvFormat.Auto,
            () => sample.Doubts.Add("not all of it is UTF-8, and the rest is read as Windows-1252: say csv.encoding where it is another"));
        using var rows = new CsvRows(CsvFormat.Auto with { Preamble = 0 }, [], takesAll: true);
        var fault = "there is no row, not even a header";
        if (!rows.TryBegin(new StringReader(FromHeader(text)), out fault)) throw new InputException($"{path}: {fault}");
        var prefix = rows.Prefix[(rows.Prefix.IndexOf('\n') + 1)..];
        while (sample.Records.Count < MostRows && rows.Read())
        {
            // Totals and units stand in rows that are mostly empty.
            if (rows.FaultOfRow() is not null || rows.Cells.Count(cell => cell.Length > 0) * 2 < rows.Header.Count) continue;
            sample.Records.Add(Encoding.UTF8.GetBytes($"{prefix}{rows.Text}\n"));
            sample.Add(rows, into);
        }

        return sample.Records.Count > 0 ? sample : throw new InputException($"{path}: has a header row and no row below it");
    }

    /// <summary>The text from the header on: the first line that has as many delimiters as the next one.</summary>
    private static string FromHeader(TextReader text)
    {
        var lines = new List<string>();
        while (lines.Count < MostLinesBeforeHeader + MostRows && text.ReadLine() is { } line) lines.Add(line);
        var header = 0;
        for (var i = 0; i + 1 < Math.Min(lines.Count, MostLinesBeforeHeader) && header == 0; i++)
        {
            if (Delimiters(lines[i]) is > 0 and var count && count == Delimiters(lines[i + 1])) header = i + 1;
        }

        return string.Join('\n', lines.Skip(Math.Max(0, header - 1)));
    }

    private static int Delimiters(string line) => new[] { ';', '\t', ',', '|' }.Max(delimiter => line.AsSpan().Count(delimiter));

    private void Add(CsvRows rows, PayloadSample into)
    {
        _json.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_json))
        {
            json.WriteStartObject();
            foreach (var (name, column) in rows.Header.Columns)
            {
                if (rows.Cells[column] is { Length: > 0 } cell) json.WriteString(name, Written(cell, rows.Numbers));
            }

            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(_json.WrittenMemory);
        into.Add(document.RootElement);
    }

    /// <summary>A number with a decimal comma as one with a point; everything else as it is.</summary>
    private string Written(string cell, CsvNumbers numbers)
    {
        if (!cell.Contains(',') && !(numbers.SuspectsPoint && cell.Contains('.'))) return cell;
        if (numbers.TryRead(cell, out var number, out var fault)) return number.ToString(CultureInfo.InvariantCulture);
        const string Ask = "numbers such as ";
        if (fault.Contains("csv.decimal", StringComparison.Ordinal) && !Doubts.Exists(doubt => doubt.StartsWith(Ask, StringComparison.Ordinal)))
            Doubts.Add($"{Ask}{cell} may mean thousands or decimals: say csv: {{decimal: \",\"}} or \".\"");
        return fault.Contains("csv.decimal", StringComparison.Ordinal) ? cell.Replace(',', '.') : cell;
    }
}
