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

    private static double Area(double[] scores, double[] order, IReadOnlyList<RowRange> windows, int stretch)
    {
        var labels = Stretch(scores.Length, windows, stretch);
        var runs = Runs(labels);
        var positive = labels.Sum();
        double area = 0, recallBefore = 0;
        for (var i = 0; i < Thresholds; i++)
        {
            var threshold = order[(int)((long)i * (order.Length - 1) / (Thresholds - 1))];
            double hit = 0, credited = windows.Sum(window => window.Length);
            var alarms = 0;
            for (var row = 0; row < scores.Length; row++)
            {
                if (scores[row] < threshold) continue;
                alarms++;
                hit += labels[row];
                if (labels[row] < 1) credited += labels[row];
            }

            var touched = runs.Count(run => Touches(scores, run, threshold));
            var recall = Math.Min(1, hit / ((positive + credited) / 2)) * touched / runs.Count;
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

    private static double[] Stretch(int rows, IReadOnlyList<RowRange> windows, int stretch)
    {
        var labels = new double[rows];
        foreach (var window in windows)
        {
            for (var row = window.First; row <= window.Last; row++) labels[row] = 1;
            for (var d = 1; d <= stretch / 2; d++)
            {
                var worth = Math.Sqrt(1 - ((double)d / stretch));
                if (window.First - d >= 0) labels[window.First - d] = Math.Max(labels[window.First - d], worth);
                if (window.Last + d < rows) labels[window.Last + d] = Math.Max(labels[window.Last + d], worth);
            }
        }

        return labels;
    }

    private static List<RowRange> Runs(double[] labels)
    {
        var runs = new List<RowRange>();
        for (var row = 0; row < labels.Length; row++)
        {
            if (labels[row] <= 0) continue;
            var first = row;
            while (row + 1 < labels.Length && labels[row + 1] > 0) row++;
            runs.Add(new RowRange(first, row));
        }

        return runs;
    }
}
