using System.IO.Compression;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;
using RiskEngine.Models.Evaluation;

namespace RiskEngine.Models.Scoring;

/// <summary>Scores CSV recordings: some thousand rows are read, each is scored from the rows before it, and they are written before the next are read.</summary>
public static class FileScoring
{
    /// <summary>First line of every output.</summary>
    public const string Header = "timestamp,value,anomaly_score";

    /// <summary>Subject of the series of recordings in a start file.</summary>
    public const string Subject = "recording";

    /// <summary>Scores one recording; label columns are never read.</summary>
    /// <param name="model">The model; it learns from nothing but this recording.</param>
    /// <param name="reader">CSV with a header, first column a timestamp, the others numeric channels, <c>,</c> or <c>;</c> between them.</param>
    /// <param name="writer">Gets the same rows in the same order: timestamp and first channel as they were, and the score.</param>
    /// <param name="name">Stands in messages.</param>
    /// <param name="series">What the series is called in a start file: its path inside the folder.</param>
    /// <returns>How many rows were scored.</returns>
    /// <exception cref="FormatException">The header is missing, a row has another number of cells, or the model does not take that many channels.</exception>
    public static int Score(IModel model, TextReader reader, TextWriter writer, string name, string series = "")
    {
        var header = reader.ReadLine() ?? throw new FormatException($"{name}:1: no header; the first line names the columns");
        var separator = header.Contains(';') ? ';' : ',';
        var columns = header.Split(separator);
        var channels = Enumerable.Range(1, columns.Length - 1).Where(i => !ChannelTable.LabelColumns.Contains(columns[i].Trim())).ToArray();
        if (channels.Length == 0) throw new FormatException($"{name}:1: no channel; a numeric column must follow the timestamp");
        if (model.Refuses(channels.Length) is { } reason) throw new FormatException($"{name}:1: {reason}");
        var block = new ScoredBlock(model.Create(channels.Length, new SeriesName(Subject, series)), writer);
        var at = EventTime.Epoch;
        var rows = 0;
        writer.Write(Header);
        writer.Write('\n');
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0) continue;
            var cells = text.Split(separator);
            if (cells.Length != columns.Length)
            {
                block.Flush();
                throw new FormatException($"{name}:{line}: {cells.Length} cells under {columns.Length} columns; write an empty cell where a value is missing");
            }

            if (CsvRecording.TryTime(cells[0], out var time)) at = time;
            var values = block.Add(at, cells[0], cells[channels[0]]);
            for (var c = 0; c < values.Length; c++) values[c] = CsvRecording.Number(cells[channels[c]]);
            rows++;
        }

        block.Flush();
        return rows;
    }

    /// <summary>Scores a file, or every CSV file under a folder into the same tree; <c>.gz</c> is unpacked, and packed where the output is named so.</summary>
    /// <returns>How many files and rows were scored.</returns>
    public static (int Files, long Rows) ScorePath(IModel model, string input, string output)
    {
        if (!Directory.Exists(input)) return (1, ScoreOne(model, input, output, Path.GetFileName(input)));
        var rows = 0L;
        var files = Directory.GetFiles(input, "*", SearchOption.AllDirectories).Where(IsRecording).Order(StringComparer.Ordinal).ToArray();
        foreach (var file in files)
        {
            var name = Path.GetRelativePath(input, file);
            rows += ScoreOne(model, file, Path.Combine(output, name.EndsWith(".gz", StringComparison.Ordinal) ? name[..^3] : name), name);
        }

        return (files.Length, rows);
    }

    /// <summary>Whether a file of a folder is a recording: <c>.csv</c>, or <c>.csv.gz</c>.</summary>
    public static bool IsRecording(string path) => path.EndsWith(".csv", StringComparison.Ordinal) || path.EndsWith(".csv.gz", StringComparison.Ordinal);

    /// <summary>What the series of a file is called: its path inside the folder with <c>/</c>, packed or not.</summary>
    public static string SeriesOf(string name)
    {
        var plain = name.Replace(Path.DirectorySeparatorChar, '/');
        return plain.EndsWith(".gz", StringComparison.Ordinal) ? plain[..^3] : plain;
    }

    private static int ScoreOne(IModel model, string input, string output, string name)
    {
        if (Path.GetDirectoryName(output) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        using var reader = CsvRecording.Open(input);
        using TextWriter writer = output.EndsWith(".gz", StringComparison.Ordinal)
            ? new StreamWriter(new GZipStream(File.Create(output), CompressionLevel.Optimal))
            : new StreamWriter(output);
        return Score(model, reader, writer, input, SeriesOf(name));
    }
}
