namespace RiskEngine.Host.Tests.Integration;

/// <summary>One undisturbed play of the golden stream, for the tests that look at what it left behind.</summary>
public sealed class FinishedTrial(ClusterFixture fixture) : IAsyncLifetime
{
    private GoldenTrial? _trial;
    private PrometheusText? _metrics;

    internal GoldenTrial Trial => _trial!;

    /// <summary>The engine's metrics after the last event.</summary>
    internal PrometheusText Metrics => _metrics!;

    /// <summary>Where its state is.</summary>
    internal string Redis => fixture.Redis.Address;

    public async Task InitializeAsync()
    {
        if (RealRedis.WhySkipped is not null) return;
        _trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.Redis.Address);
        var engine = _trial.StartEngine();
        await engine.WaitUntilReady();
        _trial.Feed.PublishRest();
        _trial.Feed.Flush();
        await _trial.WaitUntilAllIsEvaluated();
        _metrics = await engine.Metrics();
        await _trial.StopAll();
    }

    public Task DisposeAsync()
    {
        _trial?.Dispose();
        return Task.CompletedTask;
    }
}
