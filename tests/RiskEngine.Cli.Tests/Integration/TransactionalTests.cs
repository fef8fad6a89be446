namespace RiskEngine.Cli.Tests.Integration;

/// <summary>
/// <c>delivery: transactional</c>. The in-process broker answers transactions but neither isolates nor aborts them, and stores no marker, so only a real
/// cluster shows that consumers that read committed see each alert once; see the tests that are skipped without one.
/// </summary>
[Collection(IntegrationCollection.Name)]
public sealed class TransactionalTests(ClusterFixture fixture)
{
    private static readonly TimeSpan StreamLength = TimeSpan.FromSeconds(3);
    private static readonly Dictionary<string, string> Transactional = new() { ["RISKENGINE__KAFKA__DELIVERY"] = "transactional" };

    [Fact]
    public async Task Stream_through_transactions_gives_the_golden_alerts_once()
    {
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.AnyStore());
        var engine = trial.StartEngine(settings: Transactional);
        await engine.WaitUntilReady();
        await trial.Feed.PublishUpTo(1, StreamLength);
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        Assert.Equal(0, trial.Compare());
    }

    [Fact]
    public async Task Transactional_engine_that_is_killed_gives_the_golden_alerts()
    {
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.AnyStore());
        var engine = trial.StartEngine(settings: Transactional);
        await engine.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.4, StreamLength * 0.4);
        engine.Kill();
        trial.StartEngine(settings: Transactional);
        await trial.Feed.PublishUpTo(1, StreamLength * 0.6);
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        trial.Compare();
    }

    [RealClusterTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Consumers_that_read_committed_see_each_alert_once_though_the_engine_is_killed(int seed)
    {
        var random = new Random(seed);
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.AnyStore());
        var engine = trial.StartEngine(settings: Transactional);
        await engine.WaitUntilReady();
        var publishing = trial.Feed.PublishUpTo(1, StreamLength * 3);
        for (var kill = 0; kill < 3; kill++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1 + (random.NextDouble() * 3)));
            engine.Kill();
            engine = trial.StartEngine(settings: Transactional);
        }

        await publishing;
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        // The reader of the comparison reads committed, as consumers do by default.
        Assert.Equal(0, trial.Compare());
    }
}
