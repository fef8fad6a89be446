using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Cli.Commands;
using RiskEngine.Models.Auto;
using RiskEngine.Models.Evaluation;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Commands;

public sealed class ModelsEvalCommandTests
{
    [Fact]
    public async Task It_measures_as_the_library_does_leaves_each_category_out_and_writes_all_three()
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
        var figures = json.RootElement.GetProperty("data")[0].GetProperty("figures").EnumerateArray()
            .ToDictionary(one => one.GetProperty("figure").GetString()!, one => one.GetProperty("value").GetDouble());
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
}
