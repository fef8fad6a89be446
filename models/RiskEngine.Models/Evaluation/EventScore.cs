namespace RiskEngine.Models.Evaluation;

/// <summary>What an operator would live with: events found against false alerts a day, rows near each other being one alert.</summary>
/// <remarks>An alarm that simply stays on is counted anew after each merging time: being always right by always alarming is no find.</remarks>
/// <param name="Threshold">Rows at or over it count as alarms.</param>
/// <param name="Found">Events during which an alert was raised.</param>
/// <param name="Events">Events there are.</param>
/// <param name="FalseAlerts">Merged alerts that touch no event.</param>
/// <param name="Days">Days of recording that were judged, summed over the series.</param>
/// <param name="MedianDelay">Median time from an event's first row to its first alarm, of the events found.</param>
/// <param name="MedianLead">Median time from that alarm to the event's last row.</param>
public sealed record EventScore(double Threshold, int Found, int Events, int FalseAlerts, double Days, TimeSpan MedianDelay, TimeSpan MedianLead)
{
    /// <summary>Share of the events that were found.</summary>
    public double Recall => Events == 0 ? 0 : (double)Found / Events;

    /// <summary>False alerts per series and day.</summary>
    public double FalsePerDay => Days == 0 ? 0 : FalseAlerts / Days;

    /// <summary>Judges the rows of <paramref name="span"/> (all after probation where it is null) at one threshold.</summary>
    /// <param name="threshold">Rows at or over it count as alarms.</param>
    /// <param name="corpus">The series.</param>
    /// <param name="scores">One score per row of each.</param>
    /// <param name="merge">Alarms this close are one alert, which lasts no longer than this.</param>
    /// <param name="span">Which rows of a series are judged.</param>
    public static EventScore At(
        double threshold, IReadOnlyList<LabelledSeries> corpus, IReadOnlyList<double[]> scores, TimeSpan merge, Func<LabelledSeries, RowRange>? span = null)
    {
        int found = 0, events = 0, falseAlerts = 0;
        var days = 0.0;
        var delays = new List<TimeSpan>();
        var leads = new List<TimeSpan>();
        for (var s = 0; s < corpus.Count; s++)
        {
            var series = corpus[s];
            var rows = span?.Invoke(series) ?? new RowRange(Math.Min(series.Probation, series.Table.Rows - 1), series.Table.Rows - 1);
            days += (series.Table.Times[rows.Last] - series.Table.Times[rows.First]).TotalDays;
            foreach (var window in series.Windows)
            {
                if (window.First < rows.First || window.Last > rows.Last) continue;
                events++;
                var hit = FirstAlarm(scores[s], window, threshold);
                if (hit < 0) continue;
                found++;
                delays.Add(series.Table.Times[hit] - series.Table.Times[window.First]);
                leads.Add(series.Table.Times[window.Last] - series.Table.Times[hit]);
            }

            falseAlerts += FalseAlertsOf(series, scores[s], rows, threshold, merge);
        }

        return new(threshold, found, events, falseAlerts, days, Median(delays), Median(leads));
    }

    /// <summary>The lowest threshold whose false alerts stay within a limit, and what it finds.</summary>
    public static EventScore Within(
        double mostFalsePerDay, IReadOnlyList<LabelledSeries> corpus, IReadOnlyList<double[]> scores, TimeSpan merge, Func<LabelledSeries, RowRange>? span = null)
    {
        var levels = scores.SelectMany(series => series).Where(score => score > 0).Distinct().Order().ToArray();
        if (levels.Length == 0) return At(double.PositiveInfinity, corpus, scores, merge, span);
        int low = 0, high = levels.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (At(levels[middle], corpus, scores, merge, span).FalsePerDay <= mostFalsePerDay) high = middle;
            else low = middle + 1;
        }

        return At(levels[high], corpus, scores, merge, span);
    }

    private static TimeSpan Median(List<TimeSpan> spans)
    {
        spans.Sort();
        return spans.Count == 0 ? TimeSpan.Zero : spans[spans.Count / 2];
    }

    private static int FirstAlarm(double[] scores, RowRange window, double threshold)
    {
        for (var row = window.First; row <= window.Last; row++)
            if (scores[row] >= threshold) return row;
        return -1;
    }

    private static int FalseAlertsOf(LabelledSeries series, double[] scores, RowRange rows, double threshold, TimeSpan merge)
    {
        var falseAlerts = 0;
        var next = 0;
        var last = -1;
        var start = -1;
        var touches = true;
        for (var row = rows.First; row <= rows.Last; row++)
        {
            if (!(scores[row] >= threshold)) continue;
            while (next < series.Windows.Count && series.Windows[next].Last < row) next++;
            var inside = next < series.Windows.Count && series.Windows[next].Contains(row);
            if (last < 0 || series.Table.Times[row] - series.Table.Times[last] > merge || series.Table.Times[row] - series.Table.Times[start] > merge)
            {
                if (!touches) falseAlerts++;
                touches = false;
                start = row;
            }

            touches |= inside;
            last = row;
        }

        return touches ? falseAlerts : falseAlerts + 1;
    }
}
