namespace RiskEngine.Models.Evaluation;

/// <summary>Row-by-row judgement, pooled over recordings, as SKAB asks for (Katser and Kozitsin, 2020, "Skoltech Anomaly Benchmark").</summary>
/// <param name="Threshold">Rows at or over it count as alarms.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
/// <param name="FalseAlarmRate">Share of the normal rows that alarmed.</param>
/// <param name="MissedAlarmRate">Share of the anomalous rows that did not.</param>
public readonly record struct PointScore(double Threshold, double F1, double FalseAlarmRate, double MissedAlarmRate)
{
    /// <summary>Judges every row from <paramref name="firstRow"/> on at one threshold.</summary>
    public static PointScore At(double threshold, IReadOnlyList<LabelledSeries> corpus, IReadOnlyList<double[]> scores, int firstRow)
    {
        long hit = 0, missed = 0, falseAlarm = 0, quiet = 0;
        for (var s = 0; s < corpus.Count; s++)
        {
            var next = 0;
            var windows = corpus[s].Windows;
            for (var row = firstRow; row < scores[s].Length; row++)
            {
                while (next < windows.Count && windows[next].Last < row) next++;
                var anomalous = next < windows.Count && windows[next].Contains(row);
                if (scores[s][row] >= threshold) _ = anomalous ? hit++ : falseAlarm++;
                else _ = anomalous ? missed++ : quiet++;
            }
        }

        return new(threshold, Ratio(2 * hit, (2 * hit) + missed + falseAlarm), Ratio(falseAlarm, falseAlarm + quiet), Ratio(missed, missed + hit));
    }

    /// <summary>The best F1 over all thresholds whose false-alarm rate stays within a limit; one threshold for every recording.</summary>
    public static PointScore Best(IReadOnlyList<LabelledSeries> corpus, IReadOnlyList<double[]> scores, int firstRow, double mostFalseAlarms)
    {
        var levels = scores.SelectMany(series => series.Skip(firstRow)).Order().ToArray();
        var best = new PointScore(double.PositiveInfinity, 0, 0, 1);
        for (var i = 0; i < 400; i++)
        {
            var at = At(levels[(int)((long)i * (levels.Length - 1) / 399)], corpus, scores, firstRow);
            if (at.F1 > best.F1 && at.FalseAlarmRate <= mostFalseAlarms) best = at;
        }

        return best;
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
