namespace RiskEngine.Cli.Tests.Integration.Torture;

/// <summary>One run: a golden trial on a cluster of its own, trouble at random moments, and the verdict.</summary>
internal sealed class TortureRun : IDisposable
{
    private static readonly TimeSpan StreamLength = TimeSpan.FromSeconds(2);
    private readonly string _kind;
    private readonly int _seed;
    private readonly int _sessionMillis;
    private readonly long _started = TimeProvider.System.GetTimestamp();

    private TortureRun(string kind, int seed, TestCluster cluster, GoldenTrial trial, int sessionMillis)
    {
        _sessionMillis = sessionMillis;
        _kind = kind;
        _seed = seed;
        Cluster = cluster;
        Trial = trial;
        Random = new Random(seed);
    }

    /// <summary>The moments and kinds of trouble; the same for the same seed, though what they hit is not.</summary>
    public Random Random { get; }

    /// <summary>The brokers.</summary>
    public TestCluster Cluster { get; }

    /// <summary>Stream, engines and outputs.</summary>
    public GoldenTrial Trial { get; }

    /// <summary>Prepares a run.</summary>
    /// <param name="kind">Name of the kind of trouble, one word.</param>
    /// <param name="seed">Seed of the moments.</param>
    /// <param name="redis">Address of the Redis.</param>
    /// <param name="brokers">Number of brokers.</param>
    /// <param name="sessionMillis">
    /// The group's session time-out. The in-process broker gives the members of a group this time less one second to join again, and a member tries once a
    /// second: for several members it must be above 2,000, or they miss each other for ever.
    /// </param>
    public static async Task<TortureRun> PrepareAsync(string kind, int seed, string redis, int brokers = 1, int sessionMillis = 1200)
    {
        var cluster = TestCluster.Start(brokers);
        return new TortureRun(kind, seed, cluster, await GoldenTrial.PrepareAsync(cluster, redis), cluster.Broker is null ? 6000 : sessionMillis);
    }

    /// <summary>Starts an engine that saves ten times a second and is missed soon when it dies.</summary>
    /// <param name="idleAfter">When its clocks tick by themselves; not during a run, unless given.</param>
    public EngineProcess StartEngine(string idleAfter = "1h") => Trial.StartEngine(idleAfter: idleAfter, settings: new Dictionary<string, string>
    {
        ["RISKENGINE__CHECKPOINTS__INTERVAL"] = "100ms",
        ["RISKENGINE__KAFKA__CONSUMER__SESSION__TIMEOUT__MS"] = $"{_sessionMillis}",
        ["RISKENGINE__KAFKA__CONSUMER__HEARTBEAT__INTERVAL__MS"] = "200",

        // A real broker refuses a batch that overtakes a failed one (by its sequence number); the in-process broker takes it, so here none may.
        ["RISKENGINE__KAFKA__PRODUCER__MAX__IN__FLIGHT"] = Cluster.Broker is null ? "5" : "1",
    });

    /// <summary>Publishes the whole stream at a steady pace.</summary>
    public Task Publish(double slower = 1) => Trial.Feed.PublishUpTo(1, StreamLength * slower);

    /// <summary>Waits for a random time.</summary>
    public Task Wait(double fromSeconds, double toSeconds) => Task.Delay(TimeSpan.FromSeconds(fromSeconds + (Random.NextDouble() * (toSeconds - fromSeconds))));

    /// <summary>
    /// Waits until all is evaluated, stops everything gracefully, and compares. An engine that gave up, or could not save, is started again as a supervisor
    /// would.
    /// </summary>
    public async Task Judge()
    {
        Trial.Feed.Flush();
        await Trial.WaitUntilAllIsEvaluated(() => StartEngine());
        for (var times = 0; !await Trial.StopAllSaved(); times++)
        {
            Assert.True(times < 3, $"never saved\n{Trial.Outputs}");
            StartEngine();
            await Trial.WaitUntilAllIsEvaluated(() => StartEngine());
        }

        TortureRuns.Passed(_kind, _seed, Trial.Compare(), Trial.EngineCount, TimeProvider.System.GetElapsedTime(_started));
    }

    /// <summary>Waits until all is taken in and idle clocks have ticked, stops gracefully, and compares with what the log and the recorded ticks lead to.</summary>
    /// <param name="idleAfter">As for <see cref="StartEngine"/>.</param>
    /// <returns>How many alerts only ticks caused.</returns>
    public async Task<int> JudgeByLog(string idleAfter)
    {
        Trial.Feed.Flush();
        await Trial.WaitUntilAllIsTaken(() => StartEngine(idleAfter));
        await Trial.StopAll();
        var byTicks = Trial.CompareWithLog();
        TortureRuns.Passed(_kind, _seed, byTicks, Trial.EngineCount, TimeProvider.System.GetElapsedTime(_started));
        return byTicks;
    }

    public void Dispose()
    {
        Trial.Dispose();
        Cluster.Dispose();
    }
}
