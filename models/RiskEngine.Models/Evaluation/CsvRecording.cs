using System.Globalization;
using System.IO.Compression;
using RiskEngine.Core.Time;

namespace RiskEngine.Models.Evaluation;

/// <summary>Reads recordings kept as CSV: a header, first column a timestamp, the others numbers, <c>,</c> or <c>;</c> between them.</summary>
/// <remarks>Cells that are empty or no number become NaN; a row whose time cannot be read keeps the time before it. <c>.gz</c> is unpacked.</remarks>
public static class CsvRecording
{
    private static readonly string[] Shapes =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.ffffff", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm",
        "dd/MM/yy HH", "yyyy-MM-dd", "MM/dd/yyyy HH:mm", "M/d/yyyy H:mm", "dd.MM.yyyy HH:mm:ss",
    ];

    /// <summary>Opens a text file, unpacking it where its name ends in <c>.gz</c>.</summary>
    public static TextReader Open(string path) => path.EndsWith(".gz", StringComparison.Ordinal)
        ? new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
        : new StreamReader(path);

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="label">A column that holds labels besides <see cref="ChannelTable.LabelColumns"/>; null for none.</param>
    /// <exception cref="FormatException">The file has no header or a row has more or fewer cells than it.</exception>
    public static ChannelTable Read(string path, string? label = null)
    {
        using var reader = Open(path);
        return Read(reader, path, label);
    }

    /// <summary>Reads a whole recording.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="name">Stands in messages.</param>
    /// <param name="label">A column that holds labels besides <see cref="ChannelTable.LabelColumns"/>; null for none.</param>
    /// <exception cref="FormatException">The text has no header or a row has more or fewer cells than it.</exception>
    public static ChannelTable Read(TextReader reader, string name, string? label = null)
    {
        var header = reader.ReadLine() ?? throw new FormatException($"{name}:1: no header; the first line names the columns");
        var separator = header.Contains(';') ? ';' : ',';
        var columns = header.Split(separator);
        var isLabel = columns.Select(column => ChannelTable.LabelColumns.Contains(column.Trim()) || column.Trim() == label).ToArray();
        var names = columns.Where((_, i) => i > 0 && !isLabel[i]).Select(column => column.Trim()).ToArray();
        var labels = columns.Where((_, i) => i > 0 && isLabel[i]).ToDictionary(column => column.Trim(), _ => new List<double>());
        var times = new List<EventTime>();
        var stamps = new List<string>();
        var values = new List<double>();
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0) continue;
            var cells = text.Split(separator);
            if (cells.Length != columns.Length)
                throw new FormatException($"{name}:{line}: {cells.Length} cells under {columns.Length} columns; write an empty cell where a value is missing");
            times.Add(TryTime(cells[0], out var time) ? time : times.Count > 0 ? times[^1] : EventTime.Epoch);
            stamps.Add(cells[0]);
            for (var i = 1; i < cells.Length; i++)
            {
                var value = Number(cells[i]);
                if (isLabel[i]) labels[columns[i].Trim()].Add(value);
                else values.Add(value);
            }
        }

        return new ChannelTable(names, [.. times], [.. stamps], [.. values], labels.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()));
    }

    /// <summary>Reads a timestamp in one of the usual spellings (ISO 8601, with or without zone, taken as UTC; epoch milliseconds).</summary>
    public static bool TryTime(string text, out EventTime time)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, Shapes, CultureInfo.InvariantCulture, utc, out var exact))
        {
            time = EventTime.From(exact);
            return true;
        }

        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var millis) && Math.Abs(millis) < 253_402_300_800_000)
        {
            time = EventTime.FromUnixMilliseconds(millis);
            return true;
        }

        var read = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var any);
        time = read ? EventTime.From(any) : EventTime.Epoch;
        return read;
    }

    /// <summary>Reads a cell; NaN where it holds no number.</summary>
    public static double Number(string cell)
    {
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return value;
        return bool.TryParse(cell, out var flag) ? (flag ? 1 : 0) : double.NaN;
    }
}
