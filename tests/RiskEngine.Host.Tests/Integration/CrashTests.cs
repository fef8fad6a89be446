namespace RiskEngine.Host.Tests.Integration;

[Collection(IntegrationCollection.Name)]
public sealed class CrashTests(ClusterFixture fixture)
{
    private static readonly TimeSpan StreamLength = TimeSpan.FromSeconds(4);

    /// <summary>Seeds of the moments; <c>RISKENGINE_TEST_KILLS</c> tells how many, 3 without it.</summary>
    public static TheoryData<int> Moments =>
        [.. Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("RISKENGINE_TEST_KILLS"), out var kills) ? kills : 3)];

    [IntegrationTheory]
    [MemberData(nameof(Moments))]
    public async Task Engine_killed_in_the_middle_of_the_stream_and_started_again_gives_the_golden_alerts(int seed)
    {
        var moment = 0.05 + (new Random(seed).NextDouble() * 0.9);
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.Redis.Address);
        var engine = trial.StartEngine();
        await engine.WaitUntilReady();

        await trial.Feed.PublishUpTo(moment, StreamLength * moment);
        engine.Kill();
        trial.StartEngine();
        await trial.Feed.PublishUpTo(1, StreamLength * (1 - moment));
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        trial.Compare();
    }
}
