using System.Globalization;
using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Core.Tasks;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Retention that overtakes an engine which is away. The in-process broker keeps 5 MB of a partition, so a few megabytes are enough.</summary>
[Collection(LifecycleCollection.Name)]
public sealed class LossTests(ClusterFixture fixture) : IDisposable
{
    private const string Site = "hx/c1/g1/b1";
    private const int Padding = 100_000;
    private const int Flood = 90;
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
    private readonly TemporaryFolder _rules = new();
    private int _published;

    public void Dispose() => _rules.Dispose();

    [InProcessFact]
    public async Task What_waited_at_a_graceful_stop_is_evaluated_what_retention_took_is_counted_and_both_survive_restarts()
    {
        using var cluster = TestCluster.Start();
        using var trial = await GoldenTrial.PrepareAsync(cluster, fixture.AnyStore());
        var engine = await Started(trial);
        foreach (var (second, value) in new[] { (0, 1), (10, 1), (11, 9), (11, 1), (9, 1) }) Publish(trial, second, value);
        await Ledger(trial, engine, ledger => ledger.Consumed == _published);
        var waiting = (await Ledger(trial, engine, _ => true)).Waiting;
        Assert.True(waiting > 1);
        Assert.Equal(ExitCode.Ok, await engine.Stop());

        Overrun(trial);
        engine = await Started(trial);
        var ledger = await Ledger(trial, engine, ledger => ledger.Consumed + ledger.Lost == _published && ledger.Consumed > waiting);
        Assert.True(ledger.Lost is > 0 and < Flood, $"{ledger}");
        Assert.Contains($"retention removed {ledger.Lost} records", (await engine.Get("/health/ready"))?.Text, StringComparison.Ordinal);
        await Eventually.Holds(Patience, () => Task.FromResult(trial.Read(trial.Topics.Alerts).Count > 0 ? null : "the event that waited was not alerted"), () => trial.Outputs);
        Assert.Equal(ExitCode.Ok, await engine.Stop());

        engine = trial.StartEngine(Folder, settings: Settings);
        Assert.Equal(ledger, await Ledger(trial, engine, after => after.Consumed == ledger.Consumed));
        Assert.True(await engine.Get("/health/ready") is (503, var text) && text.Contains($"retention removed {ledger.Lost} records", StringComparison.Ordinal), engine.Output);

        // An hour of event time later no window lacks them any more.
        Publish(trial, 60 + 3600 + 10, 1);
        Publish(trial, 60 + 3600 + 20, 1);
        await engine.WaitUntilReady();
        Assert.Contains($"retention removed {ledger.Lost} records", (await engine.Get("/health/ready"))?.Text, StringComparison.Ordinal);
        await trial.StopAll();
    }

    [InProcessFact]
    public async Task A_log_that_is_overrun_after_a_kill_before_the_first_checkpoint_is_seen_to_be()
    {
        using var cluster = TestCluster.Start();
        using var trial = await GoldenTrial.PrepareAsync(cluster, fixture.AnyStore());
        var never = new Dictionary<string, string>(Settings) { ["RISKENGINE__CHECKPOINTS__INTERVAL"] = "1h", ["RISKENGINE__CHECKPOINTS__MAXUNSAVED"] = "2h" };
        var engine = await Started(trial, never);
        Publish(trial, 0, 1);
        await Ledger(trial, engine, ledger => ledger.Consumed == 1);
        await fixture.UntilOnDisk();
        engine.Kill();

        Overrun(trial);
        engine = await Started(trial);
        var ledger = await Ledger(trial, engine, ledger => ledger.Consumed + ledger.Lost == _published);
        Assert.True(ledger.Lost > 1, $"{ledger}");
        await trial.StopAll();
    }

    [InProcessFact]
    public async Task A_log_of_which_nothing_is_left_is_counted_before_another_record_comes_and_a_kill_forgets_nothing()
    {
        using var cluster = TestCluster.Start();
        using var trial = await GoldenTrial.PrepareAsync(cluster, fixture.AnyStore());
        var engine = await Started(trial);
        Publish(trial, 0, 1);
        Publish(trial, 30, 1);
        await Ledger(trial, engine, ledger => ledger.Consumed == 2);
        await AllOf(trial, engine, "riskengine_checkpoint_age_seconds", age => age == 0);
        await fixture.UntilOnDisk();
        engine.Kill();

        Overrun(trial);
        engine = await Started(trial);
        var ledger = await Ledger(trial, engine, ledger => ledger.Consumed + ledger.Lost == _published);
        await AllOf(trial, engine, "riskengine_checkpoint_age_seconds", age => age == 0);
        await fixture.UntilOnDisk();
        engine.Kill();
        engine = await Started(trial);
        Assert.Equal(ledger.Lost, (await Ledger(trial, engine, after => after.Consumed + after.Lost == _published)).Lost);
        await trial.StopAll();
    }

    private static Dictionary<string, string> Settings { get; } = new() { ["RISKENGINE__EVENTS__DISORDER"] = "5s", ["RISKENGINE__EVENTS__MAXRECORDBYTES"] = "1000000" };

    private string Folder => Path.GetDirectoryName(_rules.Write("meter-high.yaml", Rule)) ?? "";

    /// <summary>Running is not ready here: a task that lost records says so.</summary>
    private async Task<EngineProcess> Started(GoldenTrial trial, IReadOnlyDictionary<string, string>? settings = null)
    {
        var engine = trial.StartEngine(Folder, settings: settings ?? Settings);
        await AllOf(trial, engine, "riskengine_task_running", running => running == 1);
        return engine;
    }

    private static Task AllOf(GoldenTrial trial, EngineProcess engine, string metric, Func<double, bool> isWished) => Eventually.Holds(
        Patience,
        async () => await engine.Metrics() is { } metrics && metrics.By("task", metric) is { Count: > 0 } values && values.Values.All(isWished) ? null : metric,
        () => trial.Outputs);

    /// <summary>Publishes more than the broker keeps.</summary>
    private void Overrun(GoldenTrial trial)
    {
        for (var i = 0; i < Flood; i++)
        {
            Publish(trial, 60, 1, new string('x', Padding));
            trial.Feed.Flush();
        }
    }

    private void Publish(GoldenTrial trial, double second, double value, string padding = "")
    {
        var time = (Start + TimeSpan.FromSeconds(second)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var json = FormattableString.Invariant($$"""{"kind":"sensor.gas","source":"m-1","site":"{{Site}}","time":"{{time}}","value":{{value}}}""") + padding.Replace('x', ' ');
        trial.Feed.Publish(new StreamRecord(EventFamily.Sensor, 0, Site, Encoding.UTF8.GetBytes(json)));
        _published++;
    }

    /// <summary>The counts of the partition, once they are as wished.</summary>
    private static async Task<Ledger> Ledger(GoldenTrial trial, EngineProcess engine, Func<Ledger, bool> isWished)
    {
        var ledger = default(Ledger);
        await Eventually.Holds(
            Patience,
            async () =>
            {
                if (await engine.Metrics() is not { } metrics || !GoldenTrial.LedgersOf(metrics).TryGetValue($"{trial.Topics.Events[0]}/0", out ledger)) return "no such task";
                return isWished(ledger) ? null : $"{ledger}";
            },
            () => trial.Outputs);
        return ledger;
    }
}
