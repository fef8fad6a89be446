namespace RiskEngine.Models.Evaluation;

/// <summary>NAB's score (Lavin and Ahmad, 2015, "Evaluating Real-time Anomaly Detection Algorithms: the Numenta Anomaly Benchmark").</summary>
/// <remarks>
/// In a window only the earliest detection counts, the more the earlier; a detection outside costs little shortly after a window and
/// its full weight elsewhere. The rows of the probation period do not count.
/// </remarks>
public static class NabScore
{
    /// <summary>What a detection in a window's first row would be worth before scaling.</summary>
    private static readonly double Ceiling = (2 / (1 + Math.Exp(-5))) - 1;

    /// <summary>The best score over all thresholds, one threshold for every series; never to fire is one of them, and scores 0.</summary>
    public static NabResult Best(IReadOnlyList<LabelledSeries> corpus, IReadOnlyList<double[]> scores, NabProfile profile)
    {
        var rows = Marks(corpus, scores);
        rows.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        var windows = corpus.Sum(series => series.Windows.Count);
        var best = new double[windows];
        double found = 0, falseCost = 0;
        var foundCount = 0;
        var falseRows = 0;
        var top = new NabResult(0, double.PositiveInfinity, 0, windows, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.Window < 0)
            {
                falseCost += row.Worth;
                falseRows++;
            }
            else if (row.Worth > best[row.Window])
            {
                if (best[row.Window] == 0) foundCount++;
                found += row.Worth - best[row.Window];
                best[row.Window] = row.Worth;
            }

            if (i + 1 < rows.Count && rows[i + 1].Score == row.Score) continue;
            var total = Scale(profile, found, falseCost, foundCount, windows);
            if (total > top.Score) top = new(total, row.Score, foundCount, windows, falseRows);
        }

        return top;
    }

    /// <summary>The score at a given threshold.</summary>
    public static NabResult At(double threshold, IReadOnlyList<LabelledSeries> corpus, IReadOnlyList<double[]> scores, NabProfile profile)
    {
        var windows = corpus.Sum(series => series.Windows.Count);
        var best = new double[windows];
        double falseCost = 0;
        var falseRows = 0;
        foreach (var row in Marks(corpus, scores))
        {
            if (row.Score < threshold) continue;
            if (row.Window >= 0) best[row.Window] = Math.Max(best[row.Window], row.Worth);
            else
            {
                falseCost += row.Worth;
                falseRows++;
            }
        }

        var foundCount = best.Count(worth => worth > 0);
        return new(Scale(profile, best.Sum(), falseCost, foundCount, windows), threshold, foundCount, windows, falseRows);
    }

    /// <summary>The threshold tuned on one half of each category's series and applied to the other, averaged over both ways.</summary>
    public static double Halves(IReadOnlyList<LabelledSeries> corpus, IReadOnlyList<double[]> scores, NabProfile profile)
    {
        var halves = new[] { Half(corpus, scores, 0), Half(corpus, scores, 1) };
        var total = 0.0;
        for (var i = 0; i < 2; i++)
        {
            var (tuneSeries, tuneScores) = halves[i];
            var (testSeries, testScores) = halves[1 - i];
            total += At(Best(tuneSeries, tuneScores, profile).Threshold, testSeries, testScores, profile).Score / 2;
        }

        return total;
    }

    /// <summary>For each category its score with the threshold tuned on all the others.</summary>
    public static IReadOnlyDictionary<string, NabResult> LeaveOneCategoryOut(IReadOnlyList<LabelledSeries> corpus, IReadOnlyList<double[]> scores, NabProfile profile)
    {
        var results = new SortedDictionary<string, NabResult>(StringComparer.Ordinal);
        foreach (var category in corpus.Select(series => series.Category).Distinct())
        {
            var (others, otherScores) = Where(corpus, scores, (series, _) => series.Category != category);
            var (own, ownScores) = Where(corpus, scores, (series, _) => series.Category == category);
            results[category] = At(Best(others, otherScores, profile).Threshold, own, ownScores, profile);
        }

        return results;
    }

    private static (List<LabelledSeries> Series, List<double[]> Scores) Half(IReadOnlyList<LabelledSeries> corpus, IReadOnlyList<double[]> scores, int parity)
    {
        var place = new int[corpus.Count];
        var seen = new Dictionary<string, int>();
        for (var i = 0; i < corpus.Count; i++)
        {
            place[i] = seen.GetValueOrDefault(corpus[i].Category);
            seen[corpus[i].Category] = place[i] + 1;
        }

        return Where(corpus, scores, (_, i) => place[i] % 2 == parity);
    }

    private static (List<LabelledSeries> Series, List<double[]> Scores) Where(
        IReadOnlyList<LabelledSeries> corpus, IReadOnlyList<double[]> scores, Func<LabelledSeries, int, bool> keep)
    {
        var kept = Enumerable.Range(0, corpus.Count).Where(i => keep(corpus[i], i)).ToArray();
        return (kept.Select(i => corpus[i]).ToList(), kept.Select(i => scores[i]).ToList());
    }

    private static double Scale(NabProfile profile, double found, double falseCost, int foundCount, int windows)
    {
        if (windows == 0) return falseCost * profile.False;
        var none = -profile.Missed * windows;
        var total = (profile.Found * found) + (profile.False * falseCost) - (profile.Missed * (windows - foundCount));
        return 100 * (total - none) / ((profile.Found * windows) - none);
    }

    private static List<Mark> Marks(IReadOnlyList<LabelledSeries> corpus, IReadOnlyList<double[]> scores)
    {
        var marks = new List<Mark>(corpus.Sum(series => series.Table.Rows));
        var firstWindow = 0;
        for (var s = 0; s < corpus.Count; s++)
        {
            var windows = corpus[s].Windows;
            var next = 0;
            for (var row = 0; row < scores[s].Length; row++)
            {
                while (next < windows.Count && windows[next].Last < row) next++;
                if (row < corpus[s].Probation) continue;
                var inside = next < windows.Count && windows[next].Contains(row);
                marks.Add(inside
                    ? new Mark(scores[s][row], firstWindow + next, Gain(windows[next], row))
                    : new Mark(scores[s][row], -1, next == 0 ? -1 : Loss(windows[next - 1], row)));
            }

            firstWindow += windows.Count;
        }

        return marks;
    }

    private static double Gain(RowRange window, int row)
    {
        var left = (window.Last - row + 1) / (double)window.Length;
        return ((2 / (1 + Math.Exp(-5 * left))) - 1) / Ceiling;
    }

    private static double Loss(RowRange window, int row)
    {
        var past = (row - window.Last) / (double)(window.Length - 1);
        return past > 3 ? -1 : (2 / (1 + Math.Exp(5 * past))) - 1;
    }

    private readonly record struct Mark(double Score, int Window, double Worth);
}
