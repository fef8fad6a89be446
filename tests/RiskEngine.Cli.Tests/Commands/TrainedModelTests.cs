using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Cli.Commands;
using RiskEngine.Core.Time;
using RiskEngine.Models.MlNet.Tests;
using RiskEngine.Models.MlNet.Tests.Onnx;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Options;
using RiskEngine.Workbench.Tests;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Commands;

/// <summary>Models trained off line, from the command that trains them to the alerts of a rule that asks them.</summary>
public sealed class TrainedModelTests
{
    private const string Rule = """
        id: pump-odd
        title: A pump is odd
        owner: water
        on: utility.pump
        by: source
        detect: {type: score, model: pump, inputs: [attributes.flow, attributes.pressure, attributes.power]}
        grades: {yellow: ">= 0.9"}
        clear: {when: "< 0.5"}
        message: "{{ source }} is odd: {{ because }}"
        """;

    private static readonly int[] Odd = [700, 811, 930];

    [Theory]
    [InlineData("pca", "--rank 1", ">= 0.999")]
    [InlineData("fasttree", "--label anomaly", ">= 0.9")]
    [LightGbmData("lightgbm", "--label anomaly", ">= 0.9")]
    public async Task A_model_that_was_trained_here_raises_the_alerts_of_a_rule(string trainer, string options, string grade)
    {
        using var folder = new TemporaryFolder();
        var (history, site) = (folder.Write("history.csv", History(2000, odd: trainer != "pca")), Path.Combine(folder.Root, "site"));
        string[] train = ["models", "train", "--trainer", trainer, "--in", history, "--features",
            "flow", "pressure", "power", .. options.Split(' '), "--out", Path.Combine(site, "pump.zip")];
        Assert.Equal(ExitCode.Ok, await CommandTree.InvokeAsync(train));

        var rule = Rule.Replace(">= 0.9", grade, StringComparison.Ordinal);
        var alerts = await Backtest(folder, site, rule, Events(1000, 2));
        Assert.Equal(await Backtest(folder, site, rule, Events(1000, 2)), alerts);
        var raised = alerts.Select(Parsed).Where(alert => alert.GetProperty("transition").GetInt32() == 1).ToArray();
        var atOdd = raised.Where(alert => Odd.Any(row => At(alert) == EventTime.From(Time(row)))).ToArray();
        Assert.Equal(Odd.Length, atOdd.Length);
        Assert.InRange(raised.Length, Odd.Length, Odd.Length + 5);
        Assert.All(atOdd, alert => Assert.Equal("power", alert.GetProperty("model").GetProperty("parts")[0].GetProperty("part").GetString()));
    }

    [OnnxFact]
    public async Task A_model_made_elsewhere_raises_alerts_with_the_scores_that_its_file_computes()
    {
        using var folder = new TemporaryFolder();
        var site = Site(folder, "calibrate: false");

        // 0.5 flow - 0.25 pressure + 2 power - 10
        var events = Event(0, 4, 8, 5.25) + Event(1, 2, 4, 5.46875) + Event(2, 2, 0.25, 5) + Event(3, 0, 4, 5.5);
        var alerts = (await Backtest(folder, site, Rule, events)).Select(Parsed).ToArray();
        Assert.Equal(
            [(1, "firing", 0.9375), (2, "resolved", 0)],
            alerts.Select(alert => (alert.GetProperty("transition").GetInt32(), alert.GetProperty("state").GetString(), alert.GetProperty("value").GetDouble())));
        Assert.Equal([Time(1), Time(3)], alerts.Select(alert => At(alert).ToDateTimeOffset()));
        var model = ModelSet.Load(site).Find("pump");
        Assert.Equal((model.Name, model.ParameterHash), (Of("name"), Of("hash")));

        string? Of(string property) => alerts[0].GetProperty("model").GetProperty(property).GetString();
    }

    [OnnxFact]
    public void What_does_not_fit_a_model_made_elsewhere_is_told_with_entry_and_line()
    {
        using var folder = new TemporaryFolder();
        var site = Site(folder, "output: speed");
        var (entry, file) = (Path.Combine(site, "pump.yaml"), Path.Combine(site, "linear.onnx"));
        Assert.Equal($"{entry}:7: {file}: it has no output speed; it has score float[?,1]; name one with output:", Fault());
        File.WriteAllText(entry, File.ReadAllText(entry).Replace("[flow, pressure, power]\nfile", "[flow]\nfile", StringComparison.Ordinal));
        Assert.Equal($"{entry}:7: {file}: its input features float[?,3] takes 3 numbers, but there are 1 features; list as many, in the order of the input", Fault());
        File.WriteAllText(file, "no model");
        Assert.StartsWith($"{entry}:7: {file}: no ONNX model that can be loaded (", Fault(), StringComparison.Ordinal);

        string Fault() => Assert.Single(Assert.Throws<OptionsException>(() => ModelSet.Load(site)).Faults);
    }

    [OnnxFact]
    public void The_list_names_every_model_with_its_version_and_the_libraries_with_theirs()
    {
        using var folder = new TemporaryFolder();
        var models = ModelSet.Load(Site(folder, "calibrate: false"));
        var lines = ModelsCommand.Listing(models).ToArray();
        Assert.Equal(models.All.Count + 1, lines.Length);
        Assert.Contains($"pump     v1  {models.Find("pump").ParameterHash}  the pump's power", lines);
        Assert.Matches(@"^models of mlnet run on ML\.NET \d+\.\d+\.\d+ and ONNX Runtime \d+\.\d+\.\d+$", lines[^1]);
    }

    private static string Site(TemporaryFolder folder, string last)
    {
        var site = Directory.CreateDirectory(Path.Combine(folder.Root, "site")).FullName;
        File.Copy(Path.Combine(Repository.Root, "tests", "RiskEngine.Models.MlNet.Tests", "Onnx", "files", "linear.onnx"), Path.Combine(site, "linear.onnx"));
        const string entry = "model: pump\nalgorithm: mlnet\nversion: \"1\"\npurpose: the pump's power\ninputs: "
            + "[flow, pressure, power]\nfeatures: [flow, pressure, power]\nfile: linear.onnx\n";
        File.WriteAllText(Path.Combine(site, "pump.yaml"), entry + last + "\n");
        return site;
    }

    private static JsonElement Parsed(string line) => JsonDocument.Parse(line).RootElement;

    private static EventTime At(JsonElement alert) => EventTime.From(alert.GetProperty("time").GetDateTimeOffset());

    private static async Task<string[]> Backtest(TemporaryFolder folder, string site, string rule, string events)
    {
        var (rules, recorded, alerts) = (folder.Write("rule.yaml", rule), folder.Write("events.jsonl", events), Path.Combine(folder.Root, "alerts.jsonl"));
        Assert.Equal(ExitCode.Ok, await CommandTree.InvokeAsync(["backtest", "--rules", rules, "--events", recorded, "--catalog", site, "--out", alerts]));
        return await File.ReadAllLinesAsync(alerts);
    }

    private static string History(int rows, bool odd)
    {
        var text = new StringBuilder("time,flow,pressure,power,anomaly\n");
        var random = new Random(1);
        for (var row = 0; row < rows; row++)
        {
            var isOdd = odd && row % 97 < 3;
            var (flow, pressure, power) = Pump(row, isOdd, random);
            text.Append(CultureInfo.InvariantCulture, $"{Text(row)},{flow},{pressure},{power},{(isOdd ? 1 : 0)}\n");
        }

        return text.ToString();
    }

    private static string Events(int rows, int seed)
    {
        var text = new StringBuilder();
        var random = new Random(seed);
        for (var row = 0; row < rows; row++)
        {
            var (flow, pressure, power) = Pump(row, Odd.Contains(row), random);
            text.Append(Event(row, flow, pressure, power));
        }

        return text.ToString();
    }

    private static string Event(int row, double flow, double pressure, double power) => string.Create(CultureInfo.InvariantCulture,
        $$$"""{"kind":"utility.pump","source":"p-1","site":"a/b","time":"{{{Text(row)}}}","value":"""
        + $$$"""{{{flow}}},"attributes":{"flow":{{{flow}}},"pressure":{{{pressure}}},"power":{{{power}}}}}""") + "\n";

    /// <summary>A pump that runs high for half a day and low for the other; where it is odd, the power does not fit.</summary>
    private static (double Flow, double Pressure, double Power) Pump(int row, bool odd, Random random)
    {
        var load = row / 24 % 2 == 0 ? 1 : -1;
        return (10 + (3 * load) + (0.2 * random.NextDouble()), 5 - load + (0.1 * random.NextDouble()), (odd ? 90 : 40) + (12 * load) + random.NextDouble());
    }

    private static DateTimeOffset Time(int row) => new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero).AddMinutes(30 * row);

    private static string Text(int row) => Time(row).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
