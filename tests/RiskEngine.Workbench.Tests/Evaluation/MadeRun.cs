using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;
using RiskEngine.Models.Evaluation;

namespace RiskEngine.Workbench.Tests.Evaluation;

/// <summary>Two made-up series, their labels and scores, as an evaluation has them.</summary>
internal static class MadeRun
{
    public const double Threshold = 0.99;

    public static IModel Model { get; } = new Models.Auto.AutoModel();

    public static BenchmarkRun Run { get; } = new()
    {
        Data = "made", Series = [Series("a/calm <1>.csv", 400, 1, new RowRange(200, 219)), Series("b/wild.csv", 2500, 2, new RowRange(900, 999), new RowRange(2000, 2099))],
        Scores = [Scores(400, (50, 0.999999), (205, 0.995), (300, 0.9), (301, 0.5)), Scores(2500, (800, 0.999), (1500, 0.9999), (1501, 0.9999), (2050, 0.99))],
        Threshold = Threshold, Merge = TimeSpan.FromHours(1),
        Rows = [new("made", "standard", 74.85401234, "threshold 0.99 & more"), new("made", "left out: a", -3.5, "on the others"), new("made", "VUS-PR", 0.12346, "")],
    };

    public static double Value(int row, int channel) => channel == 0 ? Math.Round(50 + (40 * Math.Sin(row / 20.0)), 3) : row % 10;

    private static LabelledSeries Series(string name, int rows, int channels, params RowRange[] windows)
    {
        var times = Enumerable.Range(0, rows).Select(i => new EventTime(i * 300_000_000L)).ToArray();
        var values = Enumerable.Range(0, rows * channels).Select(i => Value(i / channels, i % channels)).ToArray();
        if (channels == 1) values[333] = double.NaN;
        return new(name, new ChannelTable([.. Enumerable.Range(0, channels).Select(c => $"c{c}")], times,
            [.. times.Select(time => time.ToString())], values, new Dictionary<string, double[]>()), windows);
    }

    private static double[] Scores(int rows, params (int Row, double Score)[] high)
    {
        var scores = Enumerable.Range(0, rows).Select(row => row % 7 / 20.0).ToArray();
        foreach (var (row, score) in high) scores[row] = score;
        return scores;
    }
}
