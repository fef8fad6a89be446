using Confluent.Kafka;
using RiskEngine.Simulator.Servers;

namespace RiskEngine.Cli.Tests.Integration;

[Collection(LifecycleCollection.Name)]
public sealed class StopTests(ClusterFixture fixture)
{
    private static readonly TimeSpan StreamLength = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Dictionary<string, string> Hurried = new() { ["RISKENGINE__STOP__WITHIN"] = "8s" };

    [Fact]
    public async Task Stop_under_load_saves_leaves_what_is_unread_and_exits_with_0()
    {
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.AnyStore());
        var engine = trial.StartEngine();
        await engine.WaitUntilReady();
        trial.Feed.PublishRest();
        Assert.True(await engine.Stop() == ExitCode.Ok, engine.Output);
        Assert.Contains("Stopped: all tasks saved", engine.Output, StringComparison.Ordinal);
        trial.StartEngine();
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        Assert.Equal(0, trial.Compare());
    }

    [IntegrationFact]
    public async Task Engine_that_is_stopped_while_Redis_is_away_ends_in_time_and_says_that_it_could_not_save()
    {
        using var redis = await RealRedis.StartAsync();
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, redis.Address);
        var engine = trial.StartEngine(settings: Hurried);
        await engine.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.5, StreamLength / 2);

        redis.Kill();
        await trial.Feed.PublishUpTo(0.6, StreamLength / 2);
        Assert.True(await engine.Stop() == ExitCode.DependencyUnreachable, engine.Output);
        Assert.Contains("could not save", engine.Output, StringComparison.Ordinal);
        Assert.Contains("Stopping: waits for the last checkpoints of ", engine.Output, StringComparison.Ordinal);
        await redis.StartAsync(CancellationToken.None);
        trial.StartEngine();
        trial.Feed.PublishRest();
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        trial.Compare();
    }

    [InProcessFact(NeedsRedis = true)]
    public async Task Engine_that_is_stopped_while_Redis_and_Kafka_are_away_ends_in_time_and_its_successor_goes_on()
    {
        using var cluster = TestCluster.Start();
        using var redis = await RealRedis.StartAsync();
        using var trial = await GoldenTrial.PrepareAsync(cluster, redis.Address);
        var engine = trial.StartEngine(settings: Hurried);
        await engine.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.5, StreamLength / 2);

        redis.Kill();
        await trial.Feed.PublishUpTo(0.6, StreamLength / 2);
        trial.Feed.Flush();
        cluster.Broker!.TakeDown();
        Assert.True(await engine.Stop() == ExitCode.DependencyUnreachable, engine.Output);
        Assert.Contains("is published again at the next start, with the same ids", engine.Output, StringComparison.Ordinal);
        cluster.Broker.BringUp();
        await redis.StartAsync(CancellationToken.None);
        trial.StartEngine();
        trial.Feed.PublishRest();
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        trial.Compare();
    }

    [InProcessFact]
    public async Task Engine_that_is_stopped_while_Kafka_is_away_ends_in_time_and_its_successor_goes_on()
    {
        using var cluster = TestCluster.Start();
        using var trial = await GoldenTrial.PrepareAsync(cluster, fixture.AnyStore());
        var engine = trial.StartEngine(settings: Hurried);
        await engine.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.6, StreamLength / 2);
        trial.Feed.Flush();
        cluster.Broker!.TakeDown();

        // What Kafka has acknowledged by then can be saved without it.
        var code = await engine.Stop();
        Assert.True(code == ExitCode.Ok || (code == ExitCode.DependencyUnreachable && engine.Output.Contains("could not save", StringComparison.Ordinal)), engine.Output);
        cluster.Broker.BringUp();
        trial.StartEngine();
        trial.Feed.PublishRest();
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        trial.Compare();
    }

    [IntegrationFact]
    public async Task Second_signal_ends_a_stop_that_hangs_at_once_and_says_so()
    {
        using var redis = await RealRedis.StartAsync();
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, redis.Address);
        var engine = trial.StartEngine(settings: new Dictionary<string, string> { ["RISKENGINE__STOP__WITHIN"] = "10m" });
        await engine.WaitUntilReady();
        redis.Kill();
        await trial.Feed.PublishUpTo(0.3, StreamLength / 2);
        engine.AskToStop();
        await engine.WaitForOutput("Stopping: waits for the last checkpoints of ");
        engine.AskToStop();

        Assert.True(await engine.Exit(Patience) == ExitCode.Terminated, engine.Output);
        Assert.Contains("ended at once by a second signal", engine.Output, StringComparison.Ordinal);
    }

    [InProcessFact]
    public async Task Engine_whose_producer_has_failed_for_good_ends_with_the_reason_and_its_successor_goes_on()
    {
        using var cluster = TestCluster.Start();
        using var trial = await GoldenTrial.PrepareAsync(cluster, fixture.AnyStore());
        var engine = trial.StartEngine();
        await engine.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.5, StreamLength / 2);
        trial.Feed.Flush();

        // While the engine is frozen the feed is done producing: whoever produces next is the engine, and is told that records before its own are missing.
        engine.Suspend();
        await trial.Feed.PublishUpTo(0.8, StreamLength / 10);
        trial.Feed.Flush();
        cluster.Broker!.FailRequests(KafkaRequest.Produce, [.. Enumerable.Repeat(ErrorCode.OutOfOrderSequenceNumber, 100)]);
        engine.Resume();
        Assert.True(await engine.Exit(Patience) == ExitCode.DependencyUnreachable, engine.Output);
        Assert.Contains("the Kafka producer cannot go on", engine.Output, StringComparison.Ordinal);
        cluster.Broker.StopFailingRequests(KafkaRequest.Produce);
        trial.StartEngine();
        trial.Feed.PublishRest();
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        trial.Compare();
    }
}
