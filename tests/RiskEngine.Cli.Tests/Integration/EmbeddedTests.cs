using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Engines with their store inside them.</summary>
[Collection(TroubleCollection.Name)]
public sealed class EmbeddedTests(ClusterFixture fixture)
{
    private static readonly TimeSpan StreamLength = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Killed_engine_goes_on_from_its_folder_and_nobody_else_has_it_meanwhile()
    {
        var store = fixture.EmbeddedStore();
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, store);
        var engine = trial.StartEngine();
        await engine.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.5, StreamLength / 2);
        await Eventually.Holds(
            Patience, async () => await engine.Metrics() is { } metrics && metrics.By("task", "riskengine_checkpoints_total").Values.All(count => count > 0) ? null
                : "not saved", () => engine.Output);

        Assert.Contains("is in use by process",
            await Refused(trial, "run", "--kafka", fixture.Cluster.BootstrapServers, "--rules", GoldenRun.RulesFolder, "--redis", store), StringComparison.Ordinal);
        Assert.Contains("is in use by process", await Refused(trial, "state", "show", "--redis", store), StringComparison.Ordinal);
        engine.Kill();
        var heir = trial.StartEngine();
        await trial.Feed.PublishUpTo(1, StreamLength / 2);
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();

        trial.Compare();
        Assert.Contains("restored: epoch", heir.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("has lost its state", heir.Output, StringComparison.Ordinal);
    }

    /// <summary>The largest file that the engine may write stands for a full disk.</summary>
    [Fact]
    public async Task Disk_that_takes_no_more_is_told_and_the_engine_goes_on_without_saving_and_says_so_at_the_end()
    {
        var store = fixture.EmbeddedStore();
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, store);
        var first = trial.StartEngine();
        await first.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.3, StreamLength);
        await trial.StopAll();

        // All tasks have stored their state by now; the log, written anew at the start, has room for that, for the kept rules, and for a few steps more.
        var settings = new Dictionary<string, string> { ["RISKENGINE__CHECKPOINTS__INTERVAL"] = "50ms", ["RISKENGINE__STOP__WITHIN"] = "10s" };
        var engine = trial.StartEngine(settings: settings, largestFile: 80 * 1024);
        await trial.Feed.PublishUpTo(0.6, StreamLength);
        await Eventually.Holds(Patience,
            () => Task.FromResult(engine.Output.Contains("the disk refuses writes", StringComparison.Ordinal) ? null : "not told"), () => engine.Output);
        await Eventually.Holds(Patience, async () => await engine.Get("/health/ready") is (503, _) ? null : "ready", () => engine.Output);
        Assert.Contains("aof.log.0", engine.Output, StringComparison.Ordinal);
        Assert.True(await engine.Stop() == ExitCode.DependencyUnreachable, engine.Output);

        trial.StartEngine();
        await trial.Feed.PublishUpTo(1, StreamLength);
        await trial.WaitUntilAllIsEvaluated();
        await trial.StopAll();
        trial.Compare();
    }

    [Fact]
    public async Task Damaged_store_is_refused_with_its_place()
    {
        var store = fixture.EmbeddedStore();
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, store);
        var engine = trial.StartEngine();
        await engine.WaitUntilReady();
        await trial.Feed.PublishUpTo(0.5, StreamLength / 2);
        await trial.StopAll();
        var log = LogOf(store).FullName;
        var bytes = File.ReadAllBytes(log);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(log, bytes);

        var output = await Refused(trial, "run", "--kafka", fixture.Cluster.BootstrapServers, "--rules", GoldenRun.RulesFolder, "--redis", store);

        Assert.Contains($"is damaged ({log}, byte ", output, StringComparison.Ordinal);
    }

    /// <summary>Linux tells which files a process has in its memory.</summary>
    [Fact]
    public async Task Garnet_is_loaded_where_the_embedded_store_is_asked_for_and_nowhere_else()
    {
        using var trial = await GoldenTrial.PrepareAsync(fixture.Cluster, fixture.EmbeddedStore());
        var embedded = trial.StartEngine();
        await embedded.WaitUntilReady();
        Assert.Contains("Garnet.server.dll", embedded.LoadedFiles, StringComparison.Ordinal);

        using var other = await GoldenTrial.PrepareAsync(fixture.Cluster, RealRedis.WhySkipped is null ? fixture.Redis.Address : "memory");
        var plain = other.StartEngine();
        await plain.WaitUntilReady();
        Assert.Contains("RiskEngine.Redis.dll", plain.LoadedFiles, StringComparison.Ordinal);
        foreach (var name in new[] { "Garnet", "Tsavorite", "KeraLua", "RiskEngine.Redis.Embedded" }) Assert.DoesNotContain(name, plain.LoadedFiles, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("embedded:", "Redis:Configuration is 'embedded:' and names no folder")]
    [InlineData("embedded", "no meaning for the embedded store")]
    public async Task Faults_of_the_options_are_told(string configuration, string told)
    {
        using var engine = EngineProcess.Start(
            "riskengine", ["run", "--kafka", "127.0.0.1:1", "--rules", GoldenRun.RulesFolder, "--redis", configuration],
            new Dictionary<string, string> { ["RISKENGINE__REDIS__PASSWORD"] = "secret" });

        Assert.True(await engine.Exit(Patience) == ExitCode.BadUsage, engine.Output);
        Assert.Contains(told, engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_show_says_where_it_found_no_store()
    {
        using var folder = new TemporaryFolder();
        var missing = folder.Write("x", "") + "-none";
        using var show = EngineProcess.Start("state show", ["state", "show", "--redis", $"embedded:{missing}"]);

        Assert.True(await show.Exit(Patience) == ExitCode.DependencyUnreachable, show.Output);
        Assert.Contains($"no embedded store in '{missing}'", show.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(missing));
    }

    private static FileInfo LogOf(string store) => new(Directory.GetFiles(store.Split(':')[1], "aof.log.0", SearchOption.AllDirectories).Single());

    private static async Task<string> Refused(GoldenTrial trial, params string[] arguments)
    {
        using var second = EngineProcess.Start("second", arguments);
        Assert.True(await second.Exit(Patience) == ExitCode.DependencyUnreachable, $"{second.Output}\n{trial.Outputs}");
        return second.Output;
    }
}
