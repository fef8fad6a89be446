using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Integration;

[Collection(LifecycleCollection.Name)]
public sealed class SilenceTests(ClusterFixture fixture)
{
    private const string Rule = """
        id: counter-silent
        title: A counter has fallen silent
        on: flow.people
        by: source
        detect: {type: absence}
        grades: {blue: ">= 6s"}
        """;

    private const string Event = """{"kind":"flow.people","source":"p-1","site":"hx/c1/g1/b1","time":"2026-05-01T08:00:00Z","value":1}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Silence_that_began_before_a_restart_is_noticed_after_it()
    {
        using var rules = new TemporaryFolder();
        var folder = Path.GetDirectoryName(rules.Write("counter-silent.yaml", Rule));
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.AnyStore());
        var first = trial.StartEngine(folder, idleAfter: "200ms");
        await first.WaitUntilReady();
        trial.Feed.Publish(new StreamRecord(EventFamily.Flow, 0, "hx/c1/g1/b1", Encoding.UTF8.GetBytes(Event)));

        // Once the idle clock has passed the event nothing of it waits, and a restart has nothing to read again.
        await Eventually.Holds(Patience, async () => await Count(first, "evaluated") == 1 ? null : "not evaluated", () => trial.Outputs);
        Assert.Equal(0, await first.Stop());
        trial.StartEngine(folder, idleAfter: "200ms");
        await Eventually.Holds(Patience, () => Task.FromResult(trial.Read(trial.Topics.Alerts).Count == 1 ? null : "no alert"), () => trial.Outputs);
        await trial.StopAll();

        var alert = Assert.Single(trial.Read(trial.Topics.Alerts));
        Assert.Contains("\"time\":\"2026-05-01T08:00:06", alert.Text, StringComparison.Ordinal);
    }

    private static async Task<double> Count(EngineProcess engine, string outcome) =>
        await engine.Metrics() is { } metrics ? metrics.By("task", "riskengine_events_total", "outcome", outcome).Values.Sum() : 0;
}
