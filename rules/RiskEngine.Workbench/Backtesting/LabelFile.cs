using RiskEngine.Rules.Inputs.Csv;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>Reads labelled incidents from a CSV file with a header. Columns may have any of several names, in any order; others are passed over.</summary>
public sealed class LabelFile
{
    private static readonly string[] Starts = ["start", "from", "begin", "time", "timestamp"];
    private static readonly string[] Ends = ["end", "to", "until"];
    private static readonly string[] Names = ["incident", "name", "id", "label", "what"];
    private static readonly string[] Areas = ["area", "site", "source", "place", "key"];
    private static readonly string[] Rules = ["rule"];
    private readonly string _path;
    private readonly LabelTimes _times;
    private readonly List<string> _faults = [];

    private LabelFile(string path, LabelTimes times)
    {
        _path = path;
        _times = times;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is missing, lacks a column of times, or a row cannot be read; all faults at once.</exception>
    public static IReadOnlyList<Incident> Read(string path, LabelTimes times)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; check the path");
        using var file = File.OpenRead(path);
        using var text = CsvEncoding.Open(file, CsvFormat.Auto);
        return new LabelFile(path, times).Read(text);
    }

    private List<Incident> Read(TextReader text)
    {
        using var row = new CsvRows(CsvFormat.Auto with { Preamble = 0 }, [], takesAll: true);
        if (!row.TryBegin(text, out var fault)) throw new InputException($"{_path}: {fault}; write a header such as incident,area,start,end");
        var header = Enumerable.Repeat("", row.Header.Count).ToList();
        foreach (var (name, column) in row.Header.Columns) header[column] = name.ToLowerInvariant();
        var start = Find(header, Starts);
        if (start < 0) throw InputException.At(_path, 1, $"no column of times among {string.Join(", ", header)}; name one start, or time where incidents are moments");
        var columns = new Columns(start, Find(header, Ends), Find(header, Names), Find(header, Areas), Find(header, Rules));
        var incidents = new List<Incident>();
        while (row.Read())
        {
            if (row.FaultOfRow() is { } wrong) Fault(row, wrong);
            else if (Read(row, columns) is { } incident) incidents.Add(incident);
        }

        return _faults.Count == 0 ? incidents : throw new InputException(string.Join('\n', _faults));
    }

    private Incident? Read(CsvRows row, Columns columns)
    {
        if (!_times.TryParse(row.Cells[columns.Start], out var start)) return TimeFault(row, row.Cells[columns.Start]);
        var end = start;
        if (columns.End >= 0 && row.Cells[columns.End] is { Length: > 0 } text && !_times.TryParse(text, out end)) return TimeFault(row, text);
        if (end < start)
        {
            Fault(row, $"the end {row.Cells[columns.End]} lies before the start {row.Cells[columns.Start]}; swap them");
            return null;
        }

        var name = Cell(row, columns.Name) ?? FormattableString.Invariant($"line {row.Line}");
        return new Incident(name, Cell(row, columns.Area), start, end, Cell(row, columns.Rule));
    }

    private Incident? TimeFault(CsvRows row, string text)
    {
        var form = _times.Format is { } format ? $"of the form {format}" : "a time; write 2026-11-21 10:00 or 2026-11-21T10:00:00Z, or name the form with --labels-format";
        Fault(row, $"'{text}' is not {form}");
        return null;
    }

    private void Fault(CsvRows row, string fault)
    {
        if (_faults.Count < 20) _faults.Add(FormattableString.Invariant($"{_path}:{row.Line}: {fault}"));
    }

    private static string? Cell(CsvRows row, int column) =>
        column >= 0 && row.Cells[column] is { Length: > 0 } text && text != "*" ? text : null;

    private static int Find(List<string> header, string[] names) =>
        names.Select(name => header.IndexOf(name)).FirstOrDefault(index => index >= 0, -1);

    private sealed record Columns(int Start, int End, int Name, int Area, int Rule);
}
