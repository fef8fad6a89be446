namespace RiskEngine.Cli.Tests.Integration;

/// <summary>What only some commands need is loaded by them and by no other: the service carries no demo, no workbench and, until one is asked for, no benchmark.</summary>
[Collection(LifecycleCollection.Name)]
public sealed class LoadedAssembliesTests(ClusterFixture fixture)
{
    private const string Token = "a-token-of-some-length";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Service_loads_neither_demo_nor_workbench_and_the_benchmark_when_one_is_asked_for()
    {
        using var loaded = new LoadedAssemblies();
        var variables = loaded.Variables;
        variables["RISKENGINE__HTTP__TOKEN"] = Token;
        string[] flags =
        [
            "run", "--kafka", fixture.Cluster.BootstrapServers, "--topic-prefix", await fixture.Cluster.CreateTopicsAsync(), "--rules", GoldenRun.RulesFolder,
            "--redis", fixture.AnyStore(), "--http", "http://127.0.0.1:0",
        ];
        using var engine = EngineProcess.Start("riskengine", flags, variables);
        await engine.WaitUntilReady();
        foreach (var page in new[] { "/metrics", "/bench", "/bench/history", "/nowhere" }) await engine.Get(page);
        Assert.Equal(401, (await engine.Post("/bench", null)).Status);
        Assert.Equal(200, (await engine.Post("/api/v1/rules/reload", Token)).Status);
        Assert.Contains("RiskEngine.Service", loaded.Names);
        Assert.Empty(loaded.OfSomeCommands);

        Assert.StartsWith("200", await engine.Exchange("POST", "/bench?seconds=1&profile=window", Token), StringComparison.Ordinal);
        Assert.Equal(["RiskEngine.Bench"], loaded.OfSomeCommands);

        Assert.Equal(ExitCode.Ok, await engine.Stop());
        Assert.Equal(["RiskEngine.Bench"], loaded.OfSomeCommands);
    }

    [Theory]
    [InlineData("run --rules nowhere --kafka 127.0.0.1:1", ExitCode.BadRules, "")]
    [InlineData("run --help", ExitCode.Ok, "")]
    [InlineData("rules check RULES", ExitCode.Ok, "")]
    [InlineData("state show --redis 127.0.0.1:1", ExitCode.DependencyUnreachable, "")]
    [InlineData("cel 1+1", ExitCode.Ok, "")]
    [InlineData("bench --profile none", ExitCode.BadUsage, "RiskEngine.Bench")]
    [InlineData("demo --seconds 1", ExitCode.BadUsage, "RiskEngine.Simulator")]
    [InlineData("rules test RULES", ExitCode.Ok, "RiskEngine.Workbench")]
    public async Task Command_loads_what_it_needs(string line, int code, string expected)
    {
        using var loaded = new LoadedAssemblies();
        var words = line.Split(' ').Select(word => word == "RULES" ? GoldenRun.RulesFolder : word);
        using var command = EngineProcess.Start(line, words, loaded.Variables);
        Assert.True(await command.Exit(Patience) == code, command.Output);
        Assert.Contains("System.CommandLine", loaded.Names);
        Assert.Equal(expected, string.Join(' ', loaded.OfSomeCommands));
    }
}
