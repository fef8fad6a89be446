using System.Globalization;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Inputs;

/// <summary>Turns the rows of a CSV file into events.</summary>
internal static class CsvEvents
{
    /// <summary>Streams the events of a file, row by row; sorted, and therefore all read first, where the mapping asks for it.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="stream">Its content, with a header row.</param>
    /// <param name="mapping">How rows become events.</param>
    /// <exception cref="InputException">The header lacks a column, or a row does not fit the mapping.</exception>
    public static IEnumerable<RecordedEvent> Read(string path, Stream stream, CsvMapping mapping)
    {
        var events = ReadRows(path, stream, mapping);
        return mapping.Sort ? events.OrderBy(e => e.Time) : events;
    }

    private static IEnumerable<RecordedEvent> ReadRows(string path, Stream stream, CsvMapping mapping)
    {
        using var text = new StreamReader(stream, leaveOpen: true);
        var row = new CsvRowReader(path, text, mapping.Delimiter);
        if (!row.Read()) yield break;
        var columns = ColumnsOf(path, row);
        if (!columns.TryGetValue(mapping.Time.Column, out var timeColumn))
        {
            throw new InputException($"{mapping.File}: time column '{mapping.Time.Column}' is not in {path}; it has {string.Join(", ", columns.Keys)}");
        }

        using var json = new RecordedJson();
        var events = BoundEvent.Bind(mapping, path, columns, json);
        while (row.Read())
        {
            if (row.Cells.Count != columns.Count)
            {
                throw InputException.At(path, row.Line, $"{row.Cells.Count} cells, but {columns.Count} columns; check the delimiter and quotes");
            }

            var time = ParseTime(path, row, row.Cells[timeColumn], mapping.Time);
            foreach (var e in events)
            {
                if (e.TryRead(path, row, time, out var recorded)) yield return recorded;
            }
        }
    }

    private static Dictionary<string, int> ColumnsOf(string path, CsvRowReader header)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < header.Cells.Count; i++)
        {
            var name = i == 0 ? header.Cells[0].TrimStart('\uFEFF') : header.Cells[i];
            if (!columns.TryAdd(name, i)) throw InputException.At(path, header.Line, $"column '{name}' appears twice; rename one");
        }

        return columns;
    }

    private static EventTime ParseTime(string path, CsvRowReader row, string text, CsvTime time)
    {
        var isNumber = time.Format is CsvTime.UnixSeconds or CsvTime.UnixMilliseconds;
        if (isNumber && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e14m)
        {
            return new EventTime((long)(number * (time.Format == CsvTime.UnixSeconds ? 1_000_000 : 1_000)));
        }

        if (!isNumber && DateTime.TryParseExact(
            text, time.Format, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var calendar))
        {
            var offset = calendar.Kind == DateTimeKind.Utc ? TimeSpan.Zero : time.Offset;
            return EventTime.From(new DateTimeOffset(DateTime.SpecifyKind(calendar, DateTimeKind.Unspecified), TimeSpan.Zero)) - offset;
        }

        throw InputException.At(path, row.Line, $"time '{text}' is not of the form {time.Format}; correct time.format in the mapping or the row");
    }
}
