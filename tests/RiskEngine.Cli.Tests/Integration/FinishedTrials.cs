using System.Collections.Concurrent;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>One undisturbed play of the golden stream on each kind of store, for the tests that look at what it left behind; played when the first of them asks.</summary>
public sealed class FinishedTrials(ClusterFixture fixture) : IAsyncLifetime
{
    private readonly ConcurrentDictionary<StoreKind, Lazy<Task<FinishedTrial>>> _trials = new();

    /// <summary>The kind of the store of tests that look at topics only.</summary>
    internal static StoreKind Any { get; } = RealRedis.WhySkipped is null ? StoreKind.Redis : StoreKind.Embedded;

    internal Task<FinishedTrial> On(StoreKind kind) => _trials.GetOrAdd(kind, _ => new Lazy<Task<FinishedTrial>>(() => Play(kind))).Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var trial in _trials.Values.Where(trial => trial.Value.IsCompletedSuccessfully)) (await trial.Value).Trial.Dispose();
    }

    private async Task<FinishedTrial> Play(StoreKind kind)
    {
        var store = kind == StoreKind.Redis ? fixture.Redis.Address : fixture.EmbeddedStore();
        var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, store);
        try
        {
            var engine = trial.StartEngine();
            await engine.WaitUntilReady();
            trial.Feed.PublishRest();
            trial.Feed.Flush();
            await trial.WaitUntilAllIsEvaluated();
            var metrics = await engine.Metrics() ?? throw new InvalidOperationException(engine.Output);
            await trial.StopAll();
            return new FinishedTrial(trial, metrics, store);
        }
        catch
        {
            trial.Dispose();
            throw;
        }
    }
}
