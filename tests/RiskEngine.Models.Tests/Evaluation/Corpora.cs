using RiskEngine.Core.Time;
using RiskEngine.Models.Evaluation;

namespace RiskEngine.Models.Tests.Evaluation;

/// <summary>Made-up labelled series and scores, small enough for a slow twin.</summary>
internal static class Corpora
{
    /// <summary>A few series of five-minute rows, windows anywhere (side by side, at the ends), scores with many ties.</summary>
    public static (LabelledSeries[] Series, double[][] Scores) Random(int seed)
    {
        var random = new Random(seed);
        var series = new LabelledSeries[random.Next(1, 5)];
        var scores = new double[series.Length][];
        for (var s = 0; s < series.Length; s++)
        {
            var rows = random.Next(40, 400);
            series[s] = Series($"{(s % 2 == 0 ? "even" : "odd")}/{s}.csv", rows, Windows(random, rows));
            var levels = random.Next(2, 60);
            scores[s] = [.. Enumerable.Range(0, rows).Select(row => Math.Round(random.NextDouble() * levels) / levels * (random.Next(3) == 0 ? 1 : 0.5))];
        }

        return (series, scores);
    }

    public static LabelledSeries Series(string name, int rows, IReadOnlyList<RowRange> windows)
    {
        var times = Enumerable.Range(0, rows).Select(i => new EventTime(i * 300_000_000L)).ToArray();
        return new(name, new ChannelTable(["value"], times, [.. times.Select(time => time.ToString())], new double[rows], new Dictionary<string, double[]>()), windows);
    }

    private static List<RowRange> Windows(Random random, int rows)
    {
        var windows = new List<RowRange>();
        for (var first = random.Next(3) == 0 ? 0 : random.Next(rows); first < rows; first += random.Next(1, 60))
        {
            var last = Math.Min(rows - 1, first + random.Next(1, 20));
            if (last == first || random.Next(6) == 0) break;
            windows.Add(new RowRange(first, last));
            first = last + 1;
        }

        return windows;
    }
}
