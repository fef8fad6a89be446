using Confluent.Kafka;
using RiskEngine.Kafka.InProcess;

namespace RiskEngine.Host.Tests.Integration;

[Collection(IntegrationCollection.Name)]
public sealed class StopTests(ClusterFixture fixture)
{
    private static readonly TimeSpan StreamLength = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [IntegrationFact]
    public async Task Engine_that_is_stopped_while_Redis_is_away_ends_in_time_and_says_that_it_could_not_save()
    {
        using var redis = await RealRedis.StartAsync();
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, redis.Address);
        var engine = trial.StartEngine();
        await engine.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.5, StreamLength / 2);

        redis.Kill();
        await trial.Feed.PublishUpTo(0.6, StreamLength / 2);
        Assert.True(await engine.Stop() == ExitCode.DependencyUnreachable, engine.Output);
        Assert.Contains("could not save", engine.Output, StringComparison.Ordinal);
        await redis.StartAsync(CancellationToken.None);
        trial.StartEngine();
        trial.Feed.PublishRest();
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        trial.Compare();
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
