using System.Text.Json;
using RiskEngine.Cli.Tests.Integration;
using RiskEngine.Core.Secrets;
using RiskEngine.Service.Tests.Secrets;
using RiskEngine.Workbench.Tests.Inputs;
using StackExchange.Redis;

namespace RiskEngine.Cli.Tests.Secrets;

/// <summary>No secret leaves the process: the real program, given a secret wherever it takes one, and all that it writes and answers searched for each of them.</summary>
[Collection(TroubleCollection.Name)]
public sealed class SecretLeakTests(ClusterFixture fixture)
{
    private const string EveryPage = "/health/live /health/ready /metrics /bench /bench/history /api/v1/rules/reload /nowhere";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly PlantedSecrets _planted = new();

    /// <summary>Through its whole life: start, pages, benchmark, reloads good and bad, a Redis that no longer takes the password, the stop.</summary>
    [InProcessFact(NeedsRedis = true)]
    public async Task Running_engine_shows_none_on_any_page_in_any_line_and_in_no_result()
    {
        using var redis = await RealRedis.StartAsync();
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{redis.Address},allowAdmin=true");
        var server = admin.GetServer(admin.GetEndPoints()[0]);
        await server.ConfigSetAsync("requirepass", _planted.Of("Redis:Password"));
        using var folder = new TemporaryFolder();
        var rules = folder.Write("rule.yaml", await File.ReadAllTextAsync(Directory.GetFiles(GoldenRun.RulesFolder, "*.yaml")[0]));
        folder.Write("appsettings.json", JsonSerializer.Serialize(new
        {
            RiskEngine = new { Http = new { Token = _planted.Of("Http:Token") }, Kafka = new { Properties = new { debug = "conf,security,broker,feature" } } },
            Logging = new { LogLevel = new { Default = "Debug" } },
        }));
        var variables = _planted.Variables();
        variables.Remove(PlantedSecrets.VariableOf("Http:Token"));
        string[] flags =
        [
            "run", "--kafka", fixture.Cluster.BootstrapServers, "--topic-prefix", await fixture.Cluster.CreateTopicsAsync(), "--rules", rules, "--http", "http://127.0.0.1:0",
            "--redis", $"{redis.Address},password={_planted.Of("Redis:Configuration")},name=it",
        ];
        using var engine = EngineProcess.Start("planted", flags, variables, folder.Root);
        await engine.WaitUntilReady();

        using (var state = EngineProcess.Start("state show", ["state", "show", "--redis", redis.Address], variables, folder.Root))
        {
            Assert.True(await state.Exit(Patience) is ExitCode.Ok or ExitCode.Findings, state.Output);
            _planted.Scan("state show", state.Output);
        }

        Assert.Contains("\"command\":\"riskengine run", await Answer(engine, "POST", "/bench?seconds=1&profile=window", _planted.Of("Http:Token")), StringComparison.Ordinal);
        foreach (var page in EveryPage.Split(' ')) await Answer(engine, "GET", page);
        Assert.Contains(",password=***,name=it", await Answer(engine, "GET", "/bench"), StringComparison.Ordinal);
        Assert.StartsWith("401", await Answer(engine, "POST", "/bench", $"{_planted.Of("Http:Token")}x"), StringComparison.Ordinal);
        Assert.StartsWith("400", await Answer(engine, "POST", "/bench?profile=none", _planted.Of("Http:Token")), StringComparison.Ordinal);
        Assert.StartsWith("200", await Answer(engine, "POST", "/api/v1/rules/reload", _planted.Of("Http:Token")), StringComparison.Ordinal);
        folder.Write("rule.yaml", $"id: broken\ntitle: {_planted.Of("Redis:Password")}\nby: {_planted.Of("sasl.password")}\n");
        Assert.StartsWith("422", await Answer(engine, "POST", "/api/v1/rules/reload", _planted.Of("Http:Token")), StringComparison.Ordinal);
        Assert.Contains("refused", await Answer(engine, "GET", "/health/ready"), StringComparison.Ordinal);

        await server.ConfigSetAsync("requirepass", "another");
        await server.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await Eventually.Holds(Patience, RedisIsGone, () => engine.Output);
        foreach (var page in EveryPage.Split(' ')) await Answer(engine, "GET", page);
        await engine.Stop();

        _planted.Scan("output", engine.Output);
        Assert.Contains("Kafka client: Debug", engine.Output, StringComparison.Ordinal);
        Assert.Contains("sasl.password", engine.Output, StringComparison.Ordinal);
        Assert.Empty(SecretNames.Options.Concat(SecretNames.Properties).Where(name => name != "sasl.jaas.config").Except(_planted.Names));
        _planted.AssertNoneFound();

        async Task<string?> RedisIsGone()
        {
            var answer = await Answer(engine, "GET", "/health/ready");
            return answer.Contains("redis: cannot be reached", StringComparison.Ordinal) ? null : answer;
        }
    }

    /// <summary>Everything that ends a command early with a message, a few at a time.</summary>
    [InProcessFact(NeedsRedis = true)]
    public async Task Commands_that_cannot_go_on_say_why_and_tell_none()
    {
        using var redis = await RealRedis.StartAsync();
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{redis.Address},allowAdmin=true");
        await admin.GetServer(admin.GetEndPoints()[0]).ConfigSetAsync("requirepass", "another");
        using var seats = new SemaphoreSlim(6);
        var cases = new BrokenStarts(_planted, fixture.Cluster.BootstrapServers, redis.Address).All;
        var faults = await Task.WhenAll(cases.Select(async one =>
        {
            await seats.WaitAsync();
            try
            {
                return await Run(one);
            }
            finally
            {
                seats.Release();
            }
        }));

        Assert.Empty(faults.OfType<string>());
        Assert.Empty(SecretNames.Options.Concat(SecretNames.Connections).Concat(SecretNames.Properties).Concat(SecretNames.ConnectionWords).Except(_planted.Names));
        _planted.AssertNoneFound();
    }

    [InProcessFact]
    public async Task Demo_shows_none_of_the_variables_that_it_was_started_with()
    {
        using var demo = EngineProcess.Start("demo", ["demo"], _planted.Variables());
        await demo.WaitUntilReady();
        foreach (var page in EveryPage.Split(' ')) await Answer(demo, "GET", page);
        await demo.Stop();

        _planted.Scan("demo", demo.Output);
        _planted.AssertNoneFound();
    }

    private async Task<string?> Run(BrokenStart one)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in one.Files) folder.Write(name, text);
        using var command = EngineProcess.Start(one.Name, one.Words, one.Variables, folder.Root);
        var code = await command.Exit(Patience);
        _planted.Scan(one.Name, command.Output);
        var isAsExpected = code == one.ExitCode && command.Output.Contains(one.Says, StringComparison.Ordinal);
        return isAsExpected ? null : $"{one.Name}: not exit code {one.ExitCode} and '{one.Says}'\n{command.Output}";
    }

    private async Task<string> Answer(EngineProcess engine, string method, string path, string? token = null)
    {
        var answer = await engine.Exchange(method, path, token);
        _planted.Scan($"{method} {path}", answer);
        return answer;
    }
}
