using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Rules that change while the engine runs.</summary>
[Collection(TroubleCollection.Name)]
public sealed class ReloadTests(ClusterFixture fixture)
{
    private const string Token = "token-of-the-reload-tests";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Reloads_under_load_lose_and_repeat_nothing()
    {
        using var rules = CopyOfGoldenRules();
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.AnyStore());
        var engine = trial.StartEngine(rules.Root, settings: Settings);
        await engine.WaitUntilReady();
        for (var part = 1; part <= 4; part++)
        {
            await trial.Feed.PublishUpTo(part * 0.2, TimeSpan.FromSeconds(1));

            // A rule of nobody's concern comes or goes: every task changes over.
            if (part % 2 == 1) rules.Write("passing.yaml", Rule("passing", "sensor.nobody", ">= 1"));
            else File.Delete(Path.Combine(rules.Root, "passing.yaml"));
            var answer = await engine.Post("/api/v1/rules/reload", Token);
            Assert.Equal(200, answer.Status);
        }

        trial.Feed.PublishRest();
        trial.Feed.Flush();
        await trial.WaitUntilAllIsEvaluated();
        Assert.True(await Accepted(engine) >= 4, engine.Output);
        await trial.StopAll();
        Assert.Equal(0, trial.Compare());
    }

    [Fact]
    public async Task Changed_file_comes_into_force_by_itself_and_a_removed_rule_resolves_its_alerts()
    {
        using var rules = new TemporaryFolder();
        rules.Write("kept.yaml", Rule("kept", "sensor.smoke", ">= 50"));
        rules.Write("going.yaml", Rule("going", "sensor.gas", ">= 5"));
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.AnyStore());
        var engine = trial.StartEngine(rules.Root, idleAfter: "200ms", settings: Settings);
        await engine.WaitUntilReady();
        Publish(trial, "sensor.gas", 9, second: 0);
        await Transitions(trial, trial.Topics.Alerts, 1);

        rules.Write("kept.yaml", Rule("kept", "sensor.smoke", ">= 5"));
        File.Delete(Path.Combine(rules.Root, "going.yaml"));
        await Eventually.Holds(Patience, async () => await Accepted(engine) >= 1 ? null : "not reloaded", () => trial.Outputs);
        Publish(trial, "sensor.smoke", 9, second: 10);
        var alerts = await Transitions(trial, trial.Topics.Alerts, 3);
        await trial.StopAll();

        Assert.Contains(alerts, alert => IsOf(alert, "going", "resolved") && alert.Contains("\"rule_removed\"", StringComparison.Ordinal));
        Assert.Contains(alerts, alert => IsOf(alert, "kept", "firing"));
    }

    [Fact]
    public async Task Changed_table_of_limits_comes_into_force_by_itself()
    {
        using var rules = new TemporaryFolder();
        rules.Write("limits.csv", "source,warn\nnobody,1\n");
        rules.Write("gas.yaml", Rule("gas", "sensor.gas", ">= limits.warn") + "limits: {table: limits.csv, default: 50}\n");
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.AnyStore());
        var engine = trial.StartEngine(rules.Root, idleAfter: "200ms", settings: Settings);
        await engine.WaitUntilReady();
        Publish(trial, "sensor.gas", 9, second: 0);

        rules.Write("limits.csv", "source,warn\nnobody,1\ns-1,5\n");
        await Eventually.Holds(Patience,
            () => Task.FromResult(engine.Output.Contains("changed: gas (kept)", StringComparison.Ordinal) ? null : "not reloaded"), () => trial.Outputs);
        Publish(trial, "sensor.gas", 9, second: 10);
        var alert = Assert.Single(await Transitions(trial, trial.Topics.Alerts, 1));
        await trial.StopAll();

        Assert.True(IsOf(alert, "gas", "firing"));
        Assert.Contains("\"threshold\":5,", alert, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_with_errors_keep_the_old_ones_and_say_so_everywhere()
    {
        using var rules = new TemporaryFolder();
        rules.Write("smoke.yaml", Rule("smoke", "sensor.smoke", ">= 5"));
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.AnyStore());
        var engine = trial.StartEngine(rules.Root, idleAfter: "200ms", settings: Settings);
        await engine.WaitUntilReady();

        rules.Write("smoke.yaml", Rule("smoke", "sensor.smoke", "from 5 on"));
        var answer = await engine.Post("/api/v1/rules/reload", Token);
        Assert.Equal(422, answer.Status);
        Assert.Contains("smoke.yaml:6:", answer.Text, StringComparison.Ordinal);
        Assert.Contains("the old ones stay in force", engine.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await engine.Metrics())?.Samples.Single(sample => sample.Name == "riskengine_rules_refused").Value);
        var ready = await engine.Get("/health/ready");
        Assert.Equal(200, ready?.Status);
        Assert.Contains("rules: the last reload was refused", ready?.Text, StringComparison.Ordinal);
        Publish(trial, "sensor.smoke", 9, second: 0);
        Assert.True(IsOf(Assert.Single(await Transitions(trial, trial.Topics.Alerts, 1)), "smoke", "firing"));

        rules.Write("smoke.yaml", Rule("smoke", "sensor.smoke", ">= 6"));
        Assert.Equal(200, (await engine.Post("/api/v1/rules/reload", Token)).Status);
        await Eventually.Holds(Patience, () => Task.FromResult(engine.Output.Contains("changed: smoke (kept)", StringComparison.Ordinal) ? null : "not said to be kept"));
        Assert.DoesNotContain("refused", (await engine.Get("/health/ready"))?.Text, StringComparison.Ordinal);
        await trial.StopAll();
    }

    [Fact]
    public async Task Rule_put_on_trial_publishes_to_the_shadow_topic_only()
    {
        using var rules = new TemporaryFolder();
        rules.Write("smoke.yaml", Rule("smoke", "sensor.smoke", ">= 5"));
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.AnyStore());
        var engine = trial.StartEngine(rules.Root, idleAfter: "200ms", settings: Settings);
        await engine.WaitUntilReady();
        rules.Write("smoke.yaml", Rule("smoke", "sensor.smoke", ">= 5") + "mode: shadow\n");
        engine.HangUp();
        await Eventually.Holds(Patience, async () => await Accepted(engine) >= 1 ? null : "not reloaded", () => trial.Outputs);
        var tasks = (trial.Topics.Events.Count + 1) * GoldenStream.Partitions;
        await Eventually.Holds(Patience, async () => await ChangedTasks(engine) == tasks ? null : "not in force in all tasks", () => trial.Outputs);
        Publish(trial, "sensor.smoke", 9, second: 0);
        var shadow = await Transitions(trial, trial.Topics.Shadow, 1);
        await trial.StopAll();

        Assert.True(IsOf(Assert.Single(shadow), "smoke", "firing"));
        Assert.Empty(trial.Read(trial.Topics.Alerts));
    }

    [Fact]
    public async Task Reload_without_the_token_is_refused()
    {
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.AnyStore());
        var engine = trial.StartEngine(settings: Settings);
        await engine.WaitUntilReady();

        Assert.Equal(401, (await engine.Post("/api/v1/rules/reload", null)).Status);
        Assert.Equal(401, (await engine.Post("/api/v1/rules/reload", Token + "x")).Status);
        Assert.Equal(200, (await engine.Post("/api/v1/rules/reload", Token)).Status);
        Assert.DoesNotContain(Token, engine.Output, StringComparison.Ordinal);
        await trial.StopAll();
    }

    private static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string> { ["RISKENGINE__HTTP__TOKEN"] = Token };

    private static string Rule(string id, string kind, string grade) => $$"""
        id: {{id}}
        title: Rule {{id}}
        on: {{kind}}
        by: source
        detect: {type: threshold}
        grades: {yellow: "{{grade}}"}

        """;

    private static TemporaryFolder CopyOfGoldenRules()
    {
        var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(GoldenRun.RulesFolder)) folder.Write(Path.GetFileName(file), File.ReadAllText(file));
        return folder;
    }

    private static void Publish(GoldenTrial trial, string kind, double value, int second) => trial.Feed.Publish(new StreamRecord(
        EventFamily.Sensor, 0, "hx/c1/g1/b1",
        Encoding.UTF8.GetBytes($$"""{"kind":"{{kind}}","source":"s-1","site":"hx/c1/g1/b1","time":"2026-05-01T08:00:{{second:00}}Z","value":{{value}}}""")));

    private static async Task<List<string>> Transitions(GoldenTrial trial, string topic, int count)
    {
        await Eventually.Holds(Patience, () => Task.FromResult(trial.Read(topic).Count >= count ? null : $"fewer than {count} transitions"), () => trial.Outputs);
        return [.. trial.Read(topic).Select(record => record.Text)];
    }

    private static bool IsOf(string alert, string rule, string state) =>
        alert.Contains($"\"rule\":\"{rule}\"", StringComparison.Ordinal) && alert.Contains($"\"state\":\"{state}\"", StringComparison.Ordinal);

    private static async Task<double> Accepted(EngineProcess engine) =>
        await engine.Metrics() is { } metrics ? metrics.Samples.Where(sample => sample.Name == "riskengine_rule_reloads_total").Max(sample => sample.Value) : 0;

    private static async Task<int> ChangedTasks(EngineProcess engine) =>
        await engine.Metrics() is { } metrics ? metrics.Samples.Count(sample => sample.Name == "riskengine_rule_change_seconds" && sample.Value > 0) : 0;
}
