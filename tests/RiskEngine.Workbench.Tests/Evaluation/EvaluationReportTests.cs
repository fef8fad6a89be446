using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Models.Evaluation;
using RiskEngine.Workbench.Evaluation;

namespace RiskEngine.Workbench.Tests.Evaluation;

public sealed class EvaluationReportTests
{
    private static readonly EvaluationReport Report = new(MadeRun.Model, [MadeRun.Run]);

    [Fact]
    public void Json_has_every_figure_to_the_last_digit()
    {
        using var json = JsonDocument.Parse(Text(Report.WriteJson));
        var root = json.RootElement;
        Assert.Equal(("auto", MadeRun.Model.Version, MadeRun.Model.ParameterHash),
            (root.GetProperty("model").GetString(), root.GetProperty("version").GetString(), root.GetProperty("parameters").GetString()));
        var data = Assert.Single(root.GetProperty("data").EnumerateArray());
        Assert.Equal(("made", MadeRun.Threshold), (data.GetProperty("name").GetString(), data.GetProperty("threshold").GetDouble()));
        Assert.Equal(
            MadeRun.Run.Rows.Select(row => (row.Figure, row.Value, row.Note)),
            data.GetProperty("figures").EnumerateArray()
                .Select(row => (row.GetProperty("figure").GetString()!, row.GetProperty("value").GetDouble(), row.GetProperty("note").GetString()!)));
    }

    [Fact]
    public void Json_has_what_was_found_within_each_budget_and_in_each_series()
    {
        using var json = JsonDocument.Parse(Text(Report.WriteJson));
        var data = json.RootElement.GetProperty("data")[0];
        Assert.Equal(BenchmarkRun.Budgets.Zip(MadeRun.Run.Curve(), Entry), data.GetProperty("budgets")
            .EnumerateArray().Select(one => Read(one, one.GetProperty("mostFalsePerDay").GetDouble())));
        Assert.Equal([Entry(0, MadeRun.Run.Of(0)), Entry(1, MadeRun.Run.Of(1))], data.GetProperty("series").EnumerateArray().Select((one, s) => Read(one, s)));
        Assert.Equal(["a/calm <1>.csv", "b/wild.csv"], data.GetProperty("series").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal((1, 2, 2), (data.GetProperty("series")[1].GetProperty("found").GetInt32(), data.GetProperty("series")[1]
            .GetProperty("events").GetInt32(), data.GetProperty("series")[1].GetProperty("falseAlerts").GetInt32()));

        static (double Key, double Threshold, int Events, int Found, int False, double PerDay, double Delay, double Lead) Entry(double key, EventScore at) =>
            (key, at.Threshold, at.Events, at.Found, at.FalseAlerts, at.FalsePerDay, at.MedianDelay.TotalSeconds, at.MedianLead.TotalSeconds);

        static (double Key, double Threshold, int Events, int Found, int False, double PerDay, double Delay, double Lead) Read(JsonElement one, double key) =>
            (key, one.GetProperty("threshold").GetDouble(), one.GetProperty("events").GetInt32(), one.GetProperty("found").GetInt32(), one.GetProperty("falseAlerts").GetInt32(),
                one.GetProperty("falsePerDay").GetDouble(), one.GetProperty("medianDelaySeconds").GetDouble(), one.GetProperty("medianLeadSeconds").GetDouble());
    }

    [Fact]
    public void Markdown_has_the_same_figures_rounded_and_a_row_for_each_budget()
    {
        var lines = Text(Report.WriteMarkdown).Split('\n');
        Assert.Equal($"# auto v{MadeRun.Model.Version}, parameters {MadeRun.Model.ParameterHash}", lines[0]);
        Assert.Equal(["| standard | 74.8540 | threshold 0.99 & more |", "| left out: a | -3.5000 | on the others |", "| VUS-PR | 0.1235 |  |"], lines[6..9]);
        var budgets = lines.SkipWhile(line => !line.StartsWith("| false alerts", StringComparison.Ordinal))
            .Skip(2).TakeWhile(line => line.Length > 0).Select(line => line.Split(" | ")).ToArray();
        Assert.Equal(
            BenchmarkRun.Budgets.Zip(MadeRun.Run.Curve(), (budget, at) => (string.Create(CultureInfo.InvariantCulture, $"| {budget}"),
                $"{at.Found} of {at.Events}", at.FalsePerDay.ToString("F3", CultureInfo.InvariantCulture))),
            budgets.Select(cells => (cells[0], cells[1], cells[2])));
    }

    [Fact]
    public void A_run_without_a_threshold_is_reported_too()
    {
        var report = new EvaluationReport(MadeRun.Model, [MadeRun.Run with { Threshold = double.PositiveInfinity }]);
        using var json = JsonDocument.Parse(Text(report.WriteJson));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("data")[0].GetProperty("threshold").ValueKind);
        Assert.DoesNotContain("class=\"threshold\"", Text(report.WriteHtml), StringComparison.Ordinal);
    }

    private static string Text(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
