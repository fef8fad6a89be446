using System.Globalization;
using System.Net;
using System.Text;
using RiskEngine.Core.Scoring;
using RiskEngine.Models.Evaluation;

namespace RiskEngine.Workbench.Evaluation;

/// <summary>The page of an evaluation: figures, events against false alerts, and each series with values, scores, labels and alarms.</summary>
internal static class EvaluationPage
{
    private const string Style = """
        table { width: auto; margin: 8px 0; }
        td.n { text-align: right; }
        svg { cursor: default; }
        .cards { display: flex; flex-wrap: wrap; gap: 14px; align-items: flex-start; }
        .cards > div { flex: 1 1 460px; min-width: 0; }
        .bad { color: var(--red); } .good { color: var(--clear); }
        #legend { margin: 8px 0; flex-wrap: wrap; gap: 4px 16px; }
        .window { fill: var(--clear); opacity: .16; } .unjudged { fill: var(--muted); opacity: .10; }
        .value { fill: none; stroke: var(--k0); stroke-width: 1; } .other { opacity: .45; }
        .score { fill: var(--blue); opacity: .75; } .threshold { stroke: var(--orange); stroke-dasharray: 4 3; }
        .hit { fill: var(--clear); } .false { fill: var(--red); } .axis { stroke: var(--line); }
        .curve { fill: none; stroke: var(--blue); stroke-width: 2; } .dot { fill: var(--blue); }
        """;

    public static void Write(StringBuilder page, IModel model, IReadOnlyList<BenchmarkRun> runs, IReadOnlyList<IReadOnlyList<EventScore>> curves)
    {
        var title = $"{model.Name} v{model.Version}";
        page.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{Text(title)} on "
            + $"{Text(string.Join(", ", runs.Select(run => run.Data)))}</title>\n<style>\n");
        page.Append(Backtesting.HtmlReport.Part("page.css")).Append(Style).Append("\n</style></head><body>\n");
        page.Append(CultureInfo.InvariantCulture,
            $"<h1>{Text(title)}</h1><p class=\"muted\">parameters {Text(model.ParameterHash)}; one threshold for every series, past rows only</p>\n");
        for (var i = 0; i < runs.Count; i++) WriteRun(page, runs[i], curves[i]);
        page.Append("</body></html>\n");
    }

    private static void WriteRun(StringBuilder page, BenchmarkRun run, IReadOnlyList<EventScore> curve)
    {
        page.Append(CultureInfo.InvariantCulture, $"<section class=\"rule\"><h2>{Text(run.Data)}<small>threshold {run.Threshold:G6}, "
            + $"{run.Series.Count} series</small></h2><div class=\"cards\"><div><table><tr><th>figure<th>value<th>how</tr>\n");
        foreach (var row in run.Rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(row.Figure)}<td class=\"n\">{row.Value:0.####}<td class=\"muted\">{Text(row.Note)}</tr>\n");
        }

        page.Append("</table></div><div>\n");
        CurveChart.Write(page, curve);
        page.Append("</div></div></section>\n");
        page.Append("<div id=\"legend\"><span><i class=\"swatch\" style=\"background:var(--k0)\"></i>value</span><span><i "
            + "class=\"swatch\" style=\"background:var(--blue)\"></i>score, in powers of ten of rarity</span>"
            + "<span><i class=\"swatch\" style=\"background:var(--orange)\"></i>threshold</span><span><i "
            + "class=\"swatch\" style=\"background:var(--clear)\"></i>labelled, and alarms inside</span>"
            + "<span><i class=\"swatch\" style=\"background:var(--red)\"></i>alarms outside</span><span><i class=\"swatch\" "
            + "style=\"background:var(--muted);opacity:.3\"></i>not judged</span><span>series with most misses and false alerts first</span></div>\n");
        foreach (var s in Enumerable.Range(0, run.Series.Count).OrderByDescending(s => Trouble(run.Of(s)))) WriteSeries(page, run, s);
    }

    private static void WriteSeries(StringBuilder page, BenchmarkRun run, int s)
    {
        var series = run.Series[s];
        var at = run.Of(s);
        var missed = at.Events - at.Found;
        page.Append(CultureInfo.InvariantCulture, $"<section class=\"rule\"><h2>{Text(series.Name)}<small>{series.Table.Rows:N0} rows, "
            + $"{series.Table.Channels} channel{(series.Table.Channels == 1 ? "" : "s")}</small></h2><div class=\"facts\">");
        page.Append(CultureInfo.InvariantCulture, $"<span><b class=\"{(missed > 0 ? "bad" : "good")}\">{at.Found} of {at.Events}</b> events found</span><span><b "
            + $"class=\"{(at.FalseAlerts > 0 ? "bad" : "good")}\">{at.FalseAlerts}</b> false alert{(at.FalseAlerts == 1 ? "" : "s")} in {at.Days:0.#} days</span>");
        if (at.Found > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<span>median delay <b>{Span(at.MedianDelay)}</b></span><span>median lead <b>{Span(at.MedianLead)}</b></span>");
        }

        page.Append("</div>\n");
        new SeriesChart(run, s).Write(page);
        page.Append("</section>\n");
    }

    /// <summary>What a reader wants to see first: events missed and false alerts.</summary>
    private static int Trouble(EventScore at) => at.Events - at.Found + at.FalseAlerts;

    private static string Span(TimeSpan span) => span.TotalDays >= 2 ? FormattableString.Invariant($"{span.TotalDays:0.#} d")
        : span.TotalHours >= 2 ? FormattableString.Invariant($"{span.TotalHours:0.#} h")
        : span.TotalMinutes >= 2 ? FormattableString.Invariant($"{span.TotalMinutes:0.#} min") : FormattableString.Invariant($"{span.TotalSeconds:0} s");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
