using System.Globalization;
using System.Text;
using RiskEngine.Models.Evaluation;

namespace RiskEngine.Workbench.Evaluation;

/// <summary>One series as SVG: values above, scores below, labels behind, alarms between. Rows are drawn as the range of each column of pixels.</summary>
internal sealed class SeriesChart(BenchmarkRun run, int index)
{
    private const int Columns = 1000;
    private const int MostChannels = 8;
    private const double Left = 60, ValueTop = 6, ValueBottom = 126, AlarmAt = 134, ScoreTop = 142, ScoreBottom = 196, MostRarity = 6;
    private readonly LabelledSeries _series = run.Series[index];
    private readonly double[] _scores = run.Scores[index];

    public void Write(StringBuilder page)
    {
        page.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Left + Columns + 10:0} 216\" role=\"img\" aria-label=\"values, labels and scores\">\n");
        Shade(page, "unjudged", Judged());
        foreach (var window in _series.Windows) Box(page, "window", window.First, window.Last);
        Values(page);
        Scores(page);
        Alarms(page);
        Times(page);
        page.Append("</svg>\n");
    }

    private RowRange Judged() => run.Span?.Invoke(_series) ?? new RowRange(Math.Min(_series.Probation, _series.Table.Rows - 1), _series.Table.Rows - 1);

    private void Shade(StringBuilder page, string kind, RowRange judged)
    {
        if (judged.First > 0) Box(page, kind, 0, judged.First - 1);
        if (judged.Last < _series.Table.Rows - 1) Box(page, kind, judged.Last + 1, _series.Table.Rows - 1);
    }

    private void Box(StringBuilder page, string kind, int first, int last) => page.Append(CultureInfo.InvariantCulture,
        $"<rect class=\"{kind}\" x=\"{X(first):0.#}\" y=\"{ValueTop}\" width=\"{Math.Max(1.5, X(last + 1) - X(first)):0.#}\" height=\"{ScoreBottom - ValueTop}\"/>\n");

    private void Values(StringBuilder page)
    {
        var table = _series.Table;
        for (var c = Math.Min(table.Channels, MostChannels) - 1; c >= 0; c--)
        {
            var (low, high) = Range(c);
            if (c == 0)
            {
                page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{ValueTop + 9}\" "
                    + $"text-anchor=\"end\">{Short(high)}</text><text x=\"{Left - 6}\" y=\"{ValueBottom}\" text-anchor=\"end\">{Short(low)}</text>");
            }

            page.Append(CultureInfo.InvariantCulture, $"<path class=\"value{(c > 0 ? " other" : "")}\" style=\"stroke:var(--k{c % 6})\" d=\"");
            Trace(page, c, low, high > low ? high - low : 1);
            page.Append("\"/>\n");
        }
    }

    /// <summary>Draws a channel; a column of pixels that holds several rows gets their least and greatest value.</summary>
    private void Trace(StringBuilder page, int channel, double low, double range)
    {
        var begun = false;
        foreach (var (first, last) in Slices())
        {
            double least = double.PositiveInfinity, most = double.NegativeInfinity;
            for (var row = first; row <= last; row++)
            {
                var value = _series.Table.Row(row)[channel];
                if (!double.IsFinite(value)) continue;
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }

            if (least > most)
            {
                begun = false;
                continue;
            }

            page.Append(CultureInfo.InvariantCulture, $"{(begun ? 'L' : 'M')}{X(first):0.#} {Y(most):0.#}");
            if (most > least) page.Append(CultureInfo.InvariantCulture, $"V{Y(least):0.#}");
            begun = true;
        }

        double Y(double value) => ValueBottom - ((value - low) / range * (ValueBottom - ValueTop));
    }

    private void Scores(StringBuilder page)
    {
        page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{ScoreTop + 8}\" text-anchor=\"end\">10^-{MostRarity}</text><text "
            + $"x=\"{Left - 6}\" y=\"{ScoreBottom}\" text-anchor=\"end\">score</text><path class=\"score\" d=\"");
        foreach (var (first, last) in Slices())
        {
            var top = 0.0;
            for (var row = first; row <= last; row++) top = Math.Max(top, _scores[row]);
            if (Height(top) < 0.3) continue;
            page.Append(CultureInfo.InvariantCulture, $"M{X(first):0.#} {ScoreBottom}v-{Height(top):0.#}h{Math.Max(1, X(last + 1) - X(first)):0.#}V{ScoreBottom}z");
        }

        page.Append("\"/>\n");
        if (!double.IsFinite(run.Threshold)) return;
        var y = ScoreBottom - Height(run.Threshold);
        page.Append(CultureInfo.InvariantCulture, $"<line class=\"threshold\" x1=\"{Left}\" x2=\"{Left + Columns}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>\n");
    }

    private void Alarms(StringBuilder page)
    {
        var judged = Judged();
        var next = 0;
        var drawn = (X: -10.0, Inside: false);
        for (var row = judged.First; row <= judged.Last; row++)
        {
            if (!(_scores[row] >= run.Threshold)) continue;
            while (next < _series.Windows.Count && _series.Windows[next].Last < row) next++;
            var inside = next < _series.Windows.Count && _series.Windows[next].Contains(row);
            if (inside == drawn.Inside && X(row) - drawn.X < 3) continue;
            drawn = (X(row), inside);
            page.Append(CultureInfo.InvariantCulture, $"<circle class=\"{(inside ? "hit" : "false")}\" cx=\"{drawn.X:0.#}\" cy=\"{AlarmAt}\" "
                + $"r=\"3\"><title>{_series.Table.Stamps[row].Replace('<', ' ').Replace('&', ' ')}: score {_scores[row]:G8}</title></circle>\n");
        }
    }

    private void Times(StringBuilder page)
    {
        for (var part = 0; part <= 4; part++)
        {
            var row = (int)((long)(_series.Table.Rows - 1) * part / 4);
            var stamp = _series.Table.Times[row].ToString() is { Length: > 16 } text ? text[..16].Replace('T', ' ') : "";
            var anchor = part switch { 0 => "start", 4 => "end", _ => "middle" };
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(row):0.#}\" y=\"{ScoreBottom + 15}\" text-anchor=\"{anchor}\">{stamp}</text>\n");
        }
    }

    private IEnumerable<(int First, int Last)> Slices()
    {
        var rows = _series.Table.Rows;
        var count = Math.Min(rows, Columns);
        for (var i = 0; i < count; i++) yield return ((int)((long)rows * i / count), (int)((long)rows * (i + 1) / count) - 1);
    }

    private (double Low, double High) Range(int channel)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (var row = 0; row < _series.Table.Rows; row++)
        {
            var value = _series.Table.Row(row)[channel];
            if (double.IsFinite(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        return low > high ? (0, 0) : (low, high);
    }

    /// <summary>A number in at most nine characters, which the margin holds.</summary>
    private static string Short(double value) => Math.Abs(value) is >= 1e4 and < 1e6 ? value.ToString("F0", CultureInfo.InvariantCulture)
        : value.ToString(Math.Abs(value) is >= 1e6 or < 1e-4 ? "G2" : "G4", CultureInfo.InvariantCulture);

    private double X(int row) => Left + ((double)row / _series.Table.Rows * Columns);

    private static double Height(double score) => Math.Min(MostRarity, -Math.Log10(Math.Max(1e-15, 1 - score))) / MostRarity * (ScoreBottom - ScoreTop);
}
