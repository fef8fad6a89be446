namespace RiskEngine.Cli.Tests.Integration;

[Collection(TroubleCollection.Name)]
public sealed class RebalanceTests(ClusterFixture fixture)
{
    private static readonly TimeSpan StreamLength = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [IntegrationFact]
    public async Task Second_instance_joins_and_the_first_leaves_without_a_repeated_alert()
    {
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.Redis.Address);
        var first = trial.StartEngine();
        await first.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.2, StreamLength * 0.2);

        var second = trial.StartEngine();
        var publishing = trial.Feed.PublishUpTo(0.7, StreamLength * 0.5);
        await Eventually.Holds(Patience, async () => await TaskCount(second) > 0 ? null : "the second instance has no task", () => trial.Outputs);
        await publishing;
        Assert.Equal(0, await first.Stop());
        await trial.Feed.PublishUpTo(1, StreamLength * 0.3);
        await trial.WaitUntilAllIsEvaluated();
        Assert.Equal(trial.Golden.Ledgers.Count, await TaskCount(second));
        await trial.StopAll();

        Assert.Equal(0, trial.Compare());
    }

    [IntegrationFact]
    public async Task Instance_frozen_until_its_tasks_have_gone_does_no_harm_when_it_wakes()
    {
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.Redis.Address);
        var zombie = trial.StartEngine();
        await zombie.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.3, StreamLength * 0.3);

        zombie.Suspend();
        var heir = trial.StartEngine();
        await trial.Feed.PublishUpTo(0.6, StreamLength * 0.3);
        await Eventually.Holds(
            Patience, async () => await TaskCount(heir) == trial.Golden.Ledgers.Count ? null : "the heir does not have all tasks", () => trial.Outputs);
        zombie.Resume();
        await trial.Feed.PublishUpTo(1, StreamLength * 0.4);
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        trial.Compare();
    }

    private static async Task<int> TaskCount(EngineProcess engine) =>
        await engine.Metrics() is { } metrics ? metrics.By("task", "riskengine_task_running").Count(task => task.Value == 1) : 0;
}
