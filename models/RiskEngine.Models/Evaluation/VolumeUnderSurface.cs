namespace RiskEngine.Models.Evaluation;

/// <summary>VUS-PR: area under precision and recall, averaged over how far the labels are stretched (Paparrizos et al., 2022, "Volume Under the Surface").</summary>
/// <remarks>Needs no threshold and forgives an alarm slightly before or after a label.</remarks>
public static class VolumeUnderSurface
{
    private const int Thresholds = 250;

    /// <summary>VUS-PR of one series, 0 to 1; NaN where nothing is labelled.</summary>
    /// <param name="scores">One score per row.</param>
    /// <param name="windows">Labelled runs of rows.</param>
    /// <param name="longest">The longest stretch of the labels, in rows.</param>
    /// <param name="steps">How many lengths from 0 to <paramref name="longest"/> are averaged.</param>
    public static double PrecisionRecall(double[] scores, IReadOnlyList<RowRange> windows, int longest, int steps = 5)
    {
        if (windows.Count == 0) return double.NaN;
        var order = (double[])scores.Clone();
        Array.Sort(order);
        Array.Reverse(order);
        var total = 0.0;
        for (var step = 0; step <= steps; step++) total += Area(scores, order, windows, longest * step / steps);
        return total / (steps + 1);
    }

    /// <summary>The area for one stretch. Half of a window's credit lies in its own rows, half in those of its stretched ends that alarmed.</summary>
    private static double Area(double[] scores, double[] order, IReadOnlyList<RowRange> windows, int stretch)
    {
        var labels = Stretch(scores.Length, windows, stretch);
        var inside = Stretch(scores.Length, windows, 0);
        var runs = Runs(scores.Length, windows, stretch / 2);
        var labelled = windows.Sum(window => window.Length);
        double area = 0, recallBefore = 0;
        for (var i = 0; i < Thresholds; i++)
        {
            var threshold = order[(int)((long)i * (order.Length - 1) / (Thresholds - 1))];
            double hit = 0, credited = labelled;
            var alarms = 0;
            for (var row = 0; row < scores.Length; row++)
            {
                if (scores[row] < threshold) continue;
                alarms++;
                hit += labels[row];
                if (inside[row] == 0) credited += labels[row];
            }

            var touched = runs.Count(run => Touches(scores, run, threshold));
            var recall = Math.Min(1, hit / ((labelled + credited) / 2)) * touched / runs.Count;
            area += Math.Max(0, recall - recallBefore) * hit / alarms;
            recallBefore = Math.Max(recallBefore, recall);
        }

        return area;
    }

    private static bool Touches(double[] scores, RowRange run, double threshold)
    {
        for (var row = run.First; row <= run.Last; row++)
            if (scores[row] >= threshold) return true;
        return false;
    }

    /// <summary>1 inside a window, less and less beside it; where the ends of two windows meet their worth adds up, to 1 at most.</summary>
    private static double[] Stretch(int rows, IReadOnlyList<RowRange> windows, int stretch)
    {
        var labels = new double[rows];
        foreach (var window in windows)
        {
            for (var d = 1; d <= stretch / 2; d++)
            {
                var worth = Math.Sqrt(1 - ((double)d / stretch));
                if (window.First - d >= 0) labels[window.First - d] = Math.Min(1, labels[window.First - d] + worth);
                if (window.Last + d < rows) labels[window.Last + d] = Math.Min(1, labels[window.Last + d] + worth);
            }
        }

        foreach (var window in windows) labels.AsSpan(window.First, window.Length).Fill(1);
        return labels;
    }

    /// <summary>The windows with their ends, those that overlap being one.</summary>
    private static List<RowRange> Runs(int rows, IReadOnlyList<RowRange> windows, int ends)
    {
        var runs = new List<RowRange>();
        foreach (var window in windows)
        {
            var wide = new RowRange(Math.Max(0, window.First - ends), Math.Min(rows - 1, window.Last + ends));
            if (runs.Count > 0 && wide.First <= runs[^1].Last) runs[^1] = runs[^1] with { Last = wide.Last };
            else runs.Add(wide);
        }

        return runs;
    }
}
