using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Host.Commands;
using RiskEngine.Host.Evaluation;
using RiskEngine.Host.Tests.Inputs;
using RiskEngine.Models.Evaluation;
using RiskEngine.Models.Auto;

namespace RiskEngine.Host.Tests.Evaluation;

public sealed class EvaluationReportTests
{
    private static readonly EvaluationReport Report = new(MadeRun.Model, [MadeRun.Run]);

    [Fact]
    public void Json_has_every_figure_to_the_last_digit()
    {
        using var json = JsonDocument.Parse(Text(Report.WriteJson));
        var root = json.RootElement;
        Assert.Equal(("auto", MadeRun.Model.Version, MadeRun.Model.ParameterHash), (root.GetProperty("model").GetString(), root.GetProperty("version").GetString(), root.GetProperty("parameters").GetString()));
        var data = Assert.Single(root.GetProperty("data").EnumerateArray());
        Assert.Equal(("made", MadeRun.Threshold), (data.GetProperty("name").GetString(), data.GetProperty("threshold").GetDouble()));
        Assert.Equal(
            MadeRun.Run.Rows.Select(row => (row.Figure, row.Value, row.Note)),
            data.GetProperty("figures").EnumerateArray().Select(row => (row.GetProperty("figure").GetString()!, row.GetProperty("value").GetDouble(), row.GetProperty("note").GetString()!)));
    }

    [Fact]
    public void Json_has_what_was_found_within_each_budget_and_in_each_series()
    {
        using var json = JsonDocument.Parse(Text(Report.WriteJson));
        var data = json.RootElement.GetProperty("data")[0];
        Assert.Equal(BenchmarkRun.Budgets.Zip(MadeRun.Run.Curve(), Entry), data.GetProperty("budgets").EnumerateArray().Select(one => Read(one, one.GetProperty("mostFalsePerDay").GetDouble())));
        Assert.Equal([Entry(0, MadeRun.Run.Of(0)), Entry(1, MadeRun.Run.Of(1))], data.GetProperty("series").EnumerateArray().Select((one, s) => Read(one, s)));
        Assert.Equal(["a/calm <1>.csv", "b/wild.csv"], data.GetProperty("series").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal((1, 2, 2), (data.GetProperty("series")[1].GetProperty("found").GetInt32(), data.GetProperty("series")[1].GetProperty("events").GetInt32(), data.GetProperty("series")[1].GetProperty("falseAlerts").GetInt32()));

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
        var budgets = lines.SkipWhile(line => !line.StartsWith("| false alerts", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.Length > 0).Select(line => line.Split(" | ")).ToArray();
        Assert.Equal(
            BenchmarkRun.Budgets.Zip(MadeRun.Run.Curve(), (budget, at) => (string.Create(CultureInfo.InvariantCulture, $"| {budget}"), $"{at.Found} of {at.Events}", at.FalsePerDay.ToString("F3", CultureInfo.InvariantCulture))),
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

    [Fact]
    public async Task Command_measures_as_the_library_does_leaves_each_category_out_and_writes_all_three()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Root, "labels"));
        foreach (var category in new[] { "a", "b" }) Directory.CreateDirectory(Path.Combine(folder.Root, "data", category));
        string[] names = ["a/one.csv", "a/two.csv", "b/three.csv"];
        for (var i = 0; i < names.Length; i++) folder.Write("data/" + names[i], Recording(i, 1200));
        folder.Write("labels/combined_windows.json", $"{{{string.Join(", ", names.Select(name => $"\"{name}\": [[\"2026-01-04 11:00:00\", \"2026-01-04 13:00:00\"]]"))}}}");
        var (corpus, model) = (NabRecordings.Read(folder.Root), new AutoModel());
        var scores = corpus.Select(series => SeriesScoring.Scores(model, series.Table)).ToArray();

        Assert.Equal(ExitCode.Ok, await CommandTree.InvokeAsync(["models", "eval", "--data", "nab", "--folder", folder.Root, "--out", Path.Combine(folder.Root, "out")]));

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Root, "out", "eval.json")));
        var figures = json.RootElement.GetProperty("data")[0].GetProperty("figures").EnumerateArray().ToDictionary(one => one.GetProperty("figure").GetString()!, one => one.GetProperty("value").GetDouble());
        foreach (var profile in NabProfile.All) Assert.Equal(NabScore.Best(corpus, scores, profile).Score, figures[profile.Name]);
        var left = NabScore.LeaveOneCategoryOut(corpus, scores, NabProfile.Standard);
        Assert.Equal((left["a"].Score, left["b"].Score), (figures["left out: a"], figures["left out: b"]));
        Assert.Equal(corpus.Zip(scores, (series, own) => VolumeUnderSurface.PrecisionRecall(own, series.Windows, 100)).Average(), figures["VUS-PR"]);
        Assert.True(figures["standard"] > 50, $"{figures["standard"]}: three plain spikes are found");
        var markdown = File.ReadAllText(Path.Combine(folder.Root, "out", "eval.md"));
        Assert.All(figures, figure => Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"| {figure.Key} | {figure.Value:F4} |"), markdown, StringComparison.Ordinal));
        var page = File.ReadAllText(Path.Combine(folder.Root, "out", "eval.html"));
        Assert.All(names, name => Assert.Contains($"<h2>{name}<small>1,200 rows, 1 channel</small>", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"a/x.csv\": [}", "labels")]
    [InlineData("{\"a/x.csv\": [[\"2026-01-04 11:00:00\"]]}", "a window with one end")]
    [InlineData("[1]", "a list")]
    public async Task Labels_that_cannot_be_read_are_a_fault_of_the_input(string labels, string why)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Root, "labels"));
        Directory.CreateDirectory(Path.Combine(folder.Root, "data", "a"));
        folder.Write("labels/combined_windows.json", labels);
        folder.Write("data/a/x.csv", Recording(0, 50));
        Assert.Equal((why, ExitCode.BadUsage), (why, await CommandTree.InvokeAsync(["models", "eval", "--folder", folder.Root])));
    }

    [Fact]
    public async Task Recordings_without_any_label_are_measured_without_what_needs_labels()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Root, "labels"));
        Directory.CreateDirectory(Path.Combine(folder.Root, "data", "a"));
        folder.Write("labels/combined_windows.json", "{\"a/x.csv\": []}");
        folder.Write("data/a/x.csv", Recording(0, 300));
        var file = Path.Combine(folder.Root, "eval.json");
        Assert.Equal(ExitCode.Ok, await CommandTree.InvokeAsync(["models", "eval", "--folder", folder.Root, "--json", file]));
        Assert.DoesNotContain("VUS-PR", File.ReadAllText(file), StringComparison.Ordinal);
    }

    private static string Recording(int seed, int rows)
    {
        var random = new Random(seed);
        var text = new StringBuilder("timestamp,value\n");
        for (var row = 0; row < rows; row++)
        {
            var value = 10 + Math.Sin(row / 45.8) + (0.3 * random.NextDouble()) + (row is >= 1005 and < 1010 ? 25 : 0);
            text.Append(CultureInfo.InvariantCulture, $"{new DateTime(2026, 1, 1).AddMinutes(5 * row):yyyy-MM-dd HH:mm:ss},{value:F4}\n");
        }

        return text.ToString();
    }

    private static string Text(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
