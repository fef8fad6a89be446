using System.Globalization;
using System.Text.Json;

namespace RiskEngine.Models.Evaluation;

/// <summary>Reads the Numenta Anomaly Benchmark (Lavin and Ahmad, 2015, "Evaluating Real-time Anomaly Detection Algorithms") from its folder.</summary>
public static class NabRecordings
{
    /// <summary>Reads every series named by <c>labels/combined_windows.json</c>, in name order.</summary>
    public static IReadOnlyList<LabelledSeries> Read(string folder)
    {
        var path = Path.Combine(folder, "labels", "combined_windows.json");
        using var labels = Labels(path);
        var all = new List<LabelledSeries>();
        foreach (var file in labels.RootElement.EnumerateObject().OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            var table = CsvRecording.Read(Path.Combine(folder, "data", file.Name));
            var windows = new List<RowRange>();
            foreach (var window in file.Value.EnumerateArray())
            {
                if (window.ValueKind != JsonValueKind.Array || window.GetArrayLength() != 2
                    || !CsvRecording.TryTime(window[0].GetString()!, out var start) || !CsvRecording.TryTime(window[1].GetString()!, out var end))
                    throw new FormatException($"{path}: {file.Name}: window {window.GetRawText()} is not two times; write e.g. [\"2014-04-10 07:15:00\", \"2014-04-11 16:45:00\"]");
                if (table.Between(start, end) is { } rows) windows.Add(rows);
            }

            all.Add(new LabelledSeries(file.Name, table, windows));
        }

        return all;
    }

    private static JsonDocument Labels(string path)
    {
        const string Remedy = "it names a file and its windows, e.g. {\"realTraffic/speed.csv\": [[\"2015-09-11 14:00:00\", \"2015-09-11 17:00:00\"]]}";
        try
        {
            var labels = JsonDocument.Parse(File.ReadAllText(path));
            return labels.RootElement.ValueKind == JsonValueKind.Object && labels.RootElement.EnumerateObject().All(file => file.Value.ValueKind == JsonValueKind.Array)
                ? labels
                : throw new FormatException($"{path}: no windows of NAB; {Remedy}");
        }
        catch (JsonException fault)
        {
            throw new FormatException($"{path}:{fault.LineNumber + 1}: no JSON ({fault.Message}); {Remedy}");
        }
    }

    /// <summary>Reads a detector's stored scores (<c>file,row,score</c>; rows that are absent score 0).</summary>
    public static double[][] ReadScores(string path, IReadOnlyList<LabelledSeries> corpus)
    {
        var scores = corpus.Select(series => new double[series.Table.Rows]).ToArray();
        var index = corpus.Select((series, i) => (series.Name, i)).ToDictionary(pair => pair.Name, pair => pair.i);
        using var reader = CsvRecording.Open(path);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            scores[index[cells[0]]][int.Parse(cells[1], CultureInfo.InvariantCulture)] = double.Parse(cells[2], CultureInfo.InvariantCulture);
        }

        return scores;
    }
}
