using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using RiskEngine.Models.Evaluation;
using RiskEngine.Workbench.Evaluation;

namespace RiskEngine.Workbench.Tests.Evaluation;

/// <summary>The page is read back: what is drawn must be what was measured.</summary>
public sealed partial class EvaluationPageTests
{
    private const double Left = 60, Width = 1000, ValueTop = 6, ValueBottom = 126, ScoreBottom = 196, ScoreHeight = 54, MostRarity = 6;
    private static readonly string Page = Written();
    private static readonly string[] Sections = [.. Page.Split("<section class=\"rule\">").Skip(1)];

    [Fact]
    public void Page_is_the_same_each_time_and_asks_for_nothing_from_outside()
    {
        Assert.Equal(Page, Written());
        Assert.DoesNotContain("http", Page);
        Assert.DoesNotContain(" src=", Page);
        Assert.DoesNotContain("NaN", Page);
        Assert.Contains($"<h1>auto v{MadeRun.Model.Version}</h1><p class=\"muted\">parameters {MadeRun.Model.ParameterHash};", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_has_every_figure_with_its_value_and_how_it_came_about()
    {
        var cells = Figure().Matches(Sections[0]).Select(row => (row.Groups[1].Value, Number(row.Groups[2].Value), WebUtility.HtmlDecode(row.Groups[3].Value)));
        Assert.Equal(MadeRun.Run.Rows.Select(row => (row.Figure, Math.Round(row.Value, 4), row.Note)), cells);
    }

    [Fact]
    public void Curve_has_the_events_found_within_every_budget()
    {
        var dots = Dot().Matches(Sections[0]).Select(dot => (Number(dot.Groups[1].Value), dot.Groups[2].Value, dot.Groups[3].Value)).ToArray();
        var curve = MadeRun.Run.Curve();
        Assert.Equal(BenchmarkRun.Budgets.Count, dots.Length);
        for (var i = 0; i < dots.Length; i++)
        {
            Assert.Equal(210 - (curve[i].Recall * 198), dots[i].Item1, 0.06);
            Assert.Equal((curve[i].Found.ToString(CultureInfo.InvariantCulture), curve[i].Events.ToString(CultureInfo.InvariantCulture)), (dots[i].Item2, dots[i].Item3));
        }
    }

    [Fact]
    public void Series_with_most_trouble_comes_first_and_each_tells_what_was_found_in_it()
    {
        Assert.Equal(3, Sections.Length);
        Assert.StartsWith("<h2>b/wild.csv<small>2,500 rows, 2 channels</small>", Sections[1], StringComparison.Ordinal);
        Assert.StartsWith("<h2>a/calm &lt;1&gt;.csv<small>400 rows, 1 channel</small>", Sections[2], StringComparison.Ordinal);
        Assert.Contains("<b class=\"bad\">1 of 2</b> events found</span><span><b class=\"bad\">2</b> false alerts in", Sections[1], StringComparison.Ordinal);
        Assert.Contains("<b class=\"good\">1 of 1</b> events found</span><span><b class=\"good\">0</b> false alerts in", Sections[2], StringComparison.Ordinal);
        Assert.Contains("median delay <b>4.2 h</b></span><span>median lead <b>4.1 h</b>", Sections[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_value_of_a_short_series_is_drawn_at_its_place_and_a_gap_where_there_is_none()
    {
        var values = Enumerable.Range(0, 400).Where(row => row != 333).ToDictionary(row => row, row => MadeRun.Value(row, 0));
        var (low, high) = (values.Values.Min(), values.Values.Max());
        var points = Point().Matches(Attribute(Sections[2], "class=\"value\" style=\"stroke:var(--k0)\" d")).ToArray();

        Assert.Equal(399, points.Length);
        foreach (var (point, (row, value)) in points.Zip(values))
        {
            Assert.Equal(row is 0 or 334 ? "M" : "L", point.Groups[1].Value);
            Assert.Equal(Left + (Width * row / 400), Number(point.Groups[2].Value), 0.051);
            Assert.Equal(ValueBottom - ((value - low) / (high - low) * (ValueBottom - ValueTop)), Number(point.Groups[3].Value), 0.051);
        }

        Assert.Contains($">{high.ToString("G4", CultureInfo.InvariantCulture)}</text>", Sections[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_series_is_drawn_as_the_range_of_each_column_so_that_no_extreme_is_lost()
    {
        var heights = new List<double>();
        foreach (Match point in Span().Matches(Attribute(Sections[1], "class=\"value\" style=\"stroke:var(--k0)\" d")))
        {
            heights.Add(Number(point.Groups[1].Value));
            if (point.Groups[2].Success) heights.Add(Number(point.Groups[2].Value));
        }

        Assert.Equal((ValueTop, ValueBottom), (heights.Min(), heights.Max()));
        Assert.InRange(heights.Count, 1900, 2000);
        Assert.Contains("class=\"value other\" style=\"stroke:var(--k1)\"", Sections[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    public void Scores_are_drawn_in_powers_of_ten_of_rarity(int s, int section)
    {
        var scores = MadeRun.Run.Scores[s];
        var columns = Math.Min(1000, scores.Length);
        var expected = Enumerable.Range(0, columns).Select(i => (From: scores.Length * i / columns, To: scores.Length * (i + 1) / columns))
            .Select(slice => (X: Left + (Width * slice.From / scores.Length),
                Height: Math.Min(MostRarity, -Math.Log10(1 - scores[slice.From..slice.To].Max())) / MostRarity * ScoreHeight))
            .Where(bar => bar.Height >= 0.3).ToArray();
        var bars = Bar().Matches(Attribute(Sections[section], "class=\"score\" d")).ToArray();
        Assert.Equal(expected.Length, bars.Length);
        foreach (var (bar, (x, height)) in bars.Zip(expected))
        {
            Assert.Equal(x, Number(bar.Groups[1].Value), 0.051);
            Assert.Equal(height, Number(bar.Groups[2].Value), 0.051);
        }

        Assert.Equal(ScoreBottom - (2 / MostRarity * ScoreHeight), Number(Attribute(Sections[section], "class=\"threshold\" x1=\"60\" x2=\"1060\" y1")), 0.051);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    public void Labels_and_what_is_not_judged_are_shaded(int s, int section)
    {
        var series = MadeRun.Run.Series[s];
        var boxes = Box().Matches(Sections[section]).Select(box => (box.Groups[1].Value, Number(box.Groups[2].Value), Number(box.Groups[3].Value)));
        double X(int row) => Math.Round(Left + (Width * row / series.Table.Rows), 1);
        var expected = series.Windows.Select(window => ("window", X(window.First), Math.Round(Width * window.Length / series.Table.Rows, 1)))
            .Prepend(("unjudged", X(0), Math.Round(Width * series.Probation / series.Table.Rows, 1)));
        Assert.Equal(expected, boxes);
    }

    [Fact]
    public void Alarms_are_told_apart_by_whether_they_lie_in_a_label_and_probation_has_none()
    {
        Assert.Equal([("hit", 205, "0.995")], Alarms(Sections[2], 400));
        Assert.Equal([("false", 800, "0.999"), ("false", 1500, "0.9999"), ("hit", 2050, "0.99")], Alarms(Sections[1], 2500));
    }

    private static IEnumerable<(string Kind, int Row, string Score)> Alarms(string section, int rows) => Alarm().Matches(section)
        .Select(alarm => (alarm.Groups[1].Value, (int)Math.Round((Number(alarm.Groups[2].Value) - Left) / Width * rows), alarm.Groups[3].Value));

    private static string Written()
    {
        using var stream = new MemoryStream();
        new EvaluationReport(MadeRun.Model, [MadeRun.Run]).WriteHtml(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Attribute(string section, string start)
    {
        var at = section.IndexOf(start + "=\"", StringComparison.Ordinal) + start.Length + 2;
        Assert.True(at > start.Length + 1, $"no {start}");
        return section[at..section.IndexOf('"', at)];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("<tr><td>([^<]*)<td class=\"n\">([^<]*)<td class=\"muted\">([^<]*)</tr>")]
    private static partial Regex Figure();

    [GeneratedRegex("cy=\"([^\"]*)\" r=\"3.5\"><title>(\\d+) of (\\d+) at ")]
    private static partial Regex Dot();

    [GeneratedRegex("([ML])([0-9.]+) ([0-9.]+)")]
    private static partial Regex Point();

    [GeneratedRegex("[ML][0-9.]+ ([0-9.]+)(?:V([0-9.]+))?")]
    private static partial Regex Span();

    [GeneratedRegex("M([0-9.]+) 196v-([0-9.]+)h[0-9.]+V196z")]
    private static partial Regex Bar();

    [GeneratedRegex("<rect class=\"(window|unjudged)\" x=\"([0-9.]+)\" y=\"6\" width=\"([0-9.]+)\"")]
    private static partial Regex Box();

    [GeneratedRegex("<circle class=\"(hit|false)\" cx=\"([0-9.]+)\" cy=\"134\" r=\"3\"><title>[^<]*: score ([0-9.]+)</title>")]
    private static partial Regex Alarm();
}
