using StackExchange.Redis;

namespace RiskEngine.Cli.Tests.Integration;

[Collection(LifecycleCollection.Name)]
public sealed class RebuildTests(ClusterFixture fixture)
{
    private static readonly TimeSpan StreamLength = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [IntegrationFact]
    public async Task Redis_that_lost_everything_is_noticed_and_the_log_brings_the_state_back()
    {
        using var redis = await RealRedis.StartAsync();
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, redis.Address);
        var engine = trial.StartEngine();
        await engine.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.5, StreamLength / 2);
        await trial.WaitUntilCommitted();
        engine.Kill();
        Execute(redis.Address, server => server.FlushAllDatabases());

        await GoesOnGolden(trial);
    }

    [IntegrationFact]
    public async Task Damaged_state_is_reported_and_the_log_brings_it_back()
    {
        using var redis = await RealRedis.StartAsync();
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, redis.Address);
        var engine = trial.StartEngine();
        await engine.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.5, StreamLength / 2);
        await trial.WaitUntilCommitted();
        engine.Kill();
        Assert.True(DamageAllSegments(redis.Address) > 0);

        await GoesOnGolden(trial);
        Assert.Contains("cannot be read", trial.Outputs, StringComparison.Ordinal);
    }

    private static async Task GoesOnGolden(GoldenTrial trial)
    {
        var heir = trial.StartEngine();
        await Eventually.Holds(Patience, async () => await heir.Get("/health/ready") is (200, _) ? null : "not ready", () => trial.Outputs);
        Assert.Contains("publishes nothing meanwhile", heir.Output, StringComparison.Ordinal);
        Assert.Contains("has its state back", heir.Output, StringComparison.Ordinal);
        await trial.Feed.PublishUpTo(1, StreamLength / 2);
        await Eventually.Holds(Patience, () => Task.FromResult(trial.FirstDifference()), () => trial.Outputs);
        await trial.StopAll();
        trial.Compare();
    }

    private static int DamageAllSegments(string address)
    {
        var damaged = 0;
        Execute(address, server =>
        {
            var database = server.Multiplexer.GetDatabase();
            foreach (var key in server.Keys())
            {
                foreach (var entry in database.HashGetAll(key).Where(entry => ((string)entry.Name!).StartsWith("s:", StringComparison.Ordinal)))
                {
                    byte[] bytes = entry.Value!;
                    bytes[bytes.Length / 2] ^= 1;
                    database.HashSet(key, entry.Name, bytes);
                    damaged++;
                }
            }
        });
        return damaged;
    }

    private static void Execute(string address, Action<IServer> action)
    {
        using var connection = ConnectionMultiplexer.Connect($"{address},allowAdmin=true");
        action(connection.GetServer(address));
    }
}
