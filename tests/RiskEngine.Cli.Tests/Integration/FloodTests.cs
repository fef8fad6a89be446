using System.Globalization;
using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Integration;

[Collection(LifecycleCollection.Name)]
public sealed class FloodTests(ClusterFixture fixture)
{
    private const int Limit = 200;
    private const string Site = "hx/c1/g1/b1";
    private const string Rule = """
        id: meter-high
        title: A meter reads high
        on: sensor.gas
        by: source
        detect: {type: threshold}
        grades: {blue: ">= 5"}
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Flood_of_new_names_is_refused_and_alerted_known_sources_go_on_and_new_ones_are_taken_once_it_is_over()
    {
        using var rules = new TemporaryFolder();
        var folder = Path.GetDirectoryName(rules.Write("meter-high.yaml", Rule));
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.AnyStore());
        var settings = new Dictionary<string, string> { ["RISKENGINE__EVENTS__MAXSOURCESPERTASK"] = $"{Limit}", ["RISKENGINE__EVENTS__FORGETSILENTAFTER"] = "5m" };
        var engine = trial.StartEngine(folder, settings: settings);
        await engine.WaitUntilReady();

        Publish(trial, 0, "known", 1);
        for (var i = 0; i < 2 * Limit; i++) Publish(trial, 1, $"flood-{i}", 1);
        At(10, 9);
        At(60, 1);
        await Eventually.Holds(Patience, () => Task.FromResult(
            RulesOf(trial) is ["meter-high known firing", .. var others] && others.Contains("riskengine-too-many-names risk")
                ? null
                : string.Join(", ", RulesOf(trial))), () => trial.Outputs);
        Assert.Equal(Limit + 1, trial.Read(trial.Topics.DeadLetters).Count(record => record.Headers["reason"] == "too_many_sources"));

        // The names of the flood are silent. Where there are too many, those are forgotten early, and the task makes room for others.
        At(400, 1);
        At(420, 1);
        await Eventually.Holds(Patience, () => Task.FromResult(engine.Output.Contains("to make room", StringComparison.Ordinal) ? null : "no room made"), () => trial.Outputs);
        Publish(trial, 421, "new", 9);
        At(480, 1);
        await Eventually.Holds(Patience, () => Task.FromResult(RulesOf(trial).Contains("meter-high new firing") ? null : string.Join(", ", RulesOf(trial))), () => trial.Outputs);
        await trial.StopAll();

        // Time goes on only with a tenth of the sources that spoke within the hour.
        void At(double second, double value)
        {
            Publish(trial, second, "known", value);
            for (var i = 0; i < Limit / 5; i++) Publish(trial, second, $"flood-{i}", 1);
        }
    }

    private static void Publish(GoldenTrial trial, double second, string source, double value)
    {
        var time = (Start + TimeSpan.FromSeconds(second)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var json = FormattableString.Invariant($$"""{"kind":"sensor.gas","source":"{{source}}","site":"{{Site}}","time":"{{time}}","value":{{value}}}""");
        trial.Feed.Publish(new StreamRecord(EventFamily.Sensor, 0, Site, Encoding.UTF8.GetBytes(json)));
    }

    /// <summary>The alerts' rules, keys (without the trial's own prefix) and states, in order.</summary>
    private static List<string> RulesOf(GoldenTrial trial) =>
    [
        .. trial.Read(trial.Topics.Alerts).Select(record => System.Text.Json.Nodes.JsonNode.Parse(record.Text)!).Select(alert => (string?)alert["rule"] == "meter-high"
            ? $"{alert["rule"]} {alert["source"]} {alert["state"]}"
            : $"{alert["rule"]} risk").Order(StringComparer.Ordinal),
    ];
}
