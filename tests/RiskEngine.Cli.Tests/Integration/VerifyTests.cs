using System.Text;
using System.Text.Json;
using RiskEngine.Core.Events;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Alerts that are derived again from a cluster: those of idle clocks, those whose rule was changed, and what is kept of a rule.</summary>
[Collection(TroubleCollection.Name)]
public sealed class VerifyTests(ClusterFixture fixture)
{
    private const string Silent = """
        id: counter-silent
        title: A counter has fallen silent
        on: flow.people
        by: source
        detect: {type: absence}
        grades: {blue: ">= 6s"}
        """;

    private const string High = """
        id: smoke-high
        title: Smoke
        on: sensor.smoke
        by: source
        detect: {type: threshold, measure: value}
        grades: {yellow: ">= 5"}

        """;

    private const string Token = "token-of-the-verify-tests";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Alert_of_an_idle_clock_is_identical_and_the_rule_of_another_version_differs_in_its_fields()
    {
        using var rules = new TemporaryFolder();
        var folder = Path.GetDirectoryName(rules.Write("counter-silent.yaml", Silent))!;
        var store = fixture.EmbeddedStore();
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, store);
        var engine = trial.StartEngine(folder, idleAfter: "200ms");
        await engine.WaitUntilReady();
        Publish(trial, EventFamily.Flow, """{"kind":"flow.people","source":"p-1","site":"hx/c1/g1/b1","time":"2026-05-01T08:00:00Z","value":1}""");
        await Alerts(trial, 1);
        await trial.StopAll();
        var alert = JsonDocument.Parse(trial.Read(trial.Topics.Alerts)[0].Text).RootElement;
        Assert.Equal("idle", alert.GetProperty("clock").GetString());
        var id = alert.GetProperty("alert").GetString()!;

        Assert.Contains("1 transitions: 1 identical", await trial.Verify(store, ExitCode.Ok, id), StringComparison.Ordinal);

        rules.Write("counter-silent.yaml", Silent.Replace("6s", "4s", StringComparison.Ordinal));
        var differs = await trial.Verify(store, ExitCode.Findings, id, "--rules", folder);
        Assert.Contains("the rule is another version now", differs, StringComparison.Ordinal);
        Assert.Contains("  threshold: published 6, derived 4", differs, StringComparison.Ordinal);
        Assert.Contains("  rule_hash: published", differs, StringComparison.Ordinal);

        // What retention has removed is told by its offsets; the partition of the test's broker keeps 5 MiB.
        for (var i = 0; i < 8; i++) trial.Feed.Publish(new StreamRecord(EventFamily.Flow, 0, "hx/c1/g1/b1", new byte[900_000]));
        trial.Feed.Flush();
        var expired = await trial.Verify(store, ExitCode.Undecided, id);
        Assert.Matches(@"evidence expired: the log of \S+flow\.v1/0 begins at offset [1-9]\d*, and its evidence at 0", expired);

        Assert.Contains("no alert 'nobody'", await trial.Verify(store, ExitCode.BadUsage, "nobody"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_of_a_rule_are_kept_once_and_each_change_is_told_with_its_hashes()
    {
        using var rules = new TemporaryFolder();
        var folder = Path.GetDirectoryName(rules.Write("smoke-high.yaml", High))!;
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.AnyStore());
        var settings = new Dictionary<string, string> { ["RISKENGINE__HTTP__TOKEN"] = Token };
        var engine = trial.StartEngine(folder, idleAfter: "200ms", settings: settings);
        await engine.WaitUntilReady();
        await Audits(trial, 3);
        Publish(trial, EventFamily.Sensor, Smoke(second: 0));
        await Alerts(trial, 1);

        rules.Write("smoke-high.yaml", High.Replace(">= 5", ">= 7", StringComparison.Ordinal));
        Assert.Equal(200, (await engine.Post("/api/v1/rules/reload", Token)).Status);
        var audits = await Audits(trial, 7);
        await trial.StopAll();

        // The second start finds all of it kept.
        var again = trial.StartEngine(folder, idleAfter: "200ms", settings: settings);
        await again.WaitUntilReady();
        await trial.StopAll();
        Assert.Equal(7, trial.Read(trial.Topics.Audit).Count);

        var first = JsonDocument.Parse(trial.Read(trial.Topics.Alerts)[0].Text).RootElement.GetProperty("rule_hash").GetString();
        var kept = audits.Where(audit => Text(audit, "action") == "keep" && Text(audit, "kind") == "rule").ToList();
        Assert.Equal([High, High.Replace(">= 5", ">= 7", StringComparison.Ordinal)], kept.Select(audit => Text(audit, "text")));
        Assert.Equal(first, Text(kept[0], "hash"));
        var change = Assert.Single(audits, audit => Text(audit, "about") == "rule/smoke-high");
        Assert.Equal((first, Text(kept[1], "hash")), (Text(change, "was"), Text(change, "hash")));

        // The folder has the second version: the first alert is derived with the one that was kept.
        var id = trial.Read(trial.Topics.Alerts)[0].Headers["ce_id"];
        Assert.Contains("1 identical", await trial.Verify("memory", ExitCode.Ok, id), StringComparison.Ordinal);
    }

    private static string Smoke(int second) => $$"""{"kind":"sensor.smoke","source":"s-1","site":"hx/c1/g1/b1","time":"2026-05-01T08:00:0{{second}}Z","value":9}""";

    private static void Publish(GoldenTrial trial, EventFamily family, string json)
    {
        trial.Feed.Publish(new StreamRecord(family, 0, "hx/c1/g1/b1", Encoding.UTF8.GetBytes(json)));
        trial.Feed.Flush();
    }

    private static Task Alerts(GoldenTrial trial, int count) => Eventually.Holds(
        Patience, () => Task.FromResult(trial.Read(trial.Topics.Alerts).Count >= count ? null : "no alert"), () => trial.Outputs);

    private static async Task<List<JsonElement>> Audits(GoldenTrial trial, int count)
    {
        var audits = new List<JsonElement>();
        await Eventually.Holds(
            Patience,
            () =>
            {
                var records = trial.Read(trial.Topics.Audit).Select(record => JsonDocument.Parse(record.Text).RootElement);
                audits = [.. records.OrderBy(audit => Text(audit, "at"), StringComparer.Ordinal)];
                return Task.FromResult(audits.Count == count ? null : string.Join('\n', audits.Select(audit => audit.GetRawText())));
            },
            () => trial.Outputs);
        return audits;
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
