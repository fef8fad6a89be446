using RiskEngine.Core.Events;

namespace RiskEngine.Cli.Tests.Integration;

[Collection(TroubleCollection.Name)]
public sealed class OutageTests(ClusterFixture fixture)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly int Tasks = GoldenStream.Partitions * Enum.GetValues<EventFamily>().Length;

    [IntegrationFact]
    public async Task Redis_gone_for_ten_seconds_is_shown_and_changes_nothing()
    {
        using var redis = await RealRedis.StartAsync();
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, redis.Address);
        var engine = trial.StartEngine();
        await engine.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.3, TimeSpan.FromSeconds(2));

        redis.Kill();
        await trial.Feed.PublishUpTo(0.6, Outage);
        await IsNotReadyBecauseOf("redis", engine);
        await IsAlive(engine);
        await redis.StartAsync(CancellationToken.None);
        await IsReady(engine);
        await trial.Feed.PublishUpTo(1, TimeSpan.FromSeconds(1));
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        trial.Compare();
    }

    [IntegrationFact]
    public async Task Redis_gone_for_longer_than_may_be_unsaved_stops_the_reading_until_it_is_back()
    {
        using var redis = await RealRedis.StartAsync();
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, redis.Address);
        var engine = trial.StartEngine(settings: new Dictionary<string, string> { ["RISKENGINE__CHECKPOINTS__MAXUNSAVED"] = "1s" });
        await engine.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.3, TimeSpan.FromSeconds(1));

        redis.Kill();
        await trial.Feed.PublishUpTo(0.5, TimeSpan.FromSeconds(3));
        await AllAreBlocked(engine);
        var consumed = await Consumed(engine);
        await trial.Feed.PublishUpTo(0.8, TimeSpan.FromSeconds(2));
        Assert.Equal(consumed, await Consumed(engine));
        await IsAlive(engine);
        await redis.StartAsync(CancellationToken.None);
        await IsReady(engine);
        await trial.Feed.PublishUpTo(1, TimeSpan.FromSeconds(1));
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        trial.Compare();
    }

    [InProcessFact]
    public async Task Broker_gone_for_ten_seconds_is_shown_and_changes_nothing()
    {
        using var cluster = TestCluster.Start();
        using var trial = await GoldenTrial.PrepareAsync(cluster, fixture.AnyStore());
        var engine = trial.StartEngine();
        await engine.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.3, TimeSpan.FromSeconds(2));
        trial.Feed.Flush();

        // First in silence: that the broker is back must be noticed although nothing comes from it.
        cluster.Broker!.TakeDown();
        await Eventually.Holds(Patience, async () => await engine.Get("/health/ready") is (503, _) ? null : "ready without a broker", () => engine.Output);
        cluster.Broker.BringUp();
        await IsReady(engine);

        cluster.Broker.TakeDown();
        await trial.Feed.PublishUpTo(0.6, Outage);
        await IsNotReadyBecauseOf("kafka", engine);
        await IsAlive(engine);
        cluster.Broker.BringUp();
        await IsReady(engine);
        await trial.Feed.PublishUpTo(1, TimeSpan.FromSeconds(1));
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        trial.Compare();
    }

    private static async Task<double> Consumed(EngineProcess engine)
    {
        var consumed = 0.0;
        await Eventually.Holds(Patience, Ask, () => engine.Output);
        return consumed;

        async Task<string?> Ask()
        {
            if (await engine.Metrics() is not { } metrics) return "no answer";
            consumed = metrics.By("task", "riskengine_events_total", "outcome", "consumed").Values.Sum();
            return null;
        }
    }

    /// <summary>Each task is blocked by its own checkpoint, one sooner and another later; those that are not read on.</summary>
    private static Task AllAreBlocked(EngineProcess engine) => Eventually.Holds(
        Patience,
        async () => await engine.Get("/health/ready") is (503, var text) && text.Split('\n').Count(line => line.EndsWith(": blocked", StringComparison.Ordinal)) is var blocked
            ? blocked >= Tasks ? null : $"{blocked} of {Tasks} tasks are blocked"
            : "no answer",
        () => engine.Output);

    private static Task IsReady(EngineProcess engine) =>
        Eventually.Holds(Patience, async () => await engine.Get("/health/ready") is (200, _) ? null : "not ready", () => engine.Output);

    private static Task IsNotReadyBecauseOf(string reason, EngineProcess engine) => Eventually.Holds(
        Patience, async () => await engine.Get("/health/ready") is (503, var text) && text.Contains(reason, StringComparison.OrdinalIgnoreCase) ? null
            : $"not told: {reason}", () => engine.Output);

    private static Task IsAlive(EngineProcess engine) =>
        Eventually.Holds(Patience, async () => await engine.Get("/health/live") is (200, _) ? null : "no answer", () => engine.Output);
}
