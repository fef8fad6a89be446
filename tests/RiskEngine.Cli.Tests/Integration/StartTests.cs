using System.Net;
using System.Net.Sockets;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Integration;

[Collection(LifecycleCollection.Name)]
public sealed class StartTests(ClusterFixture fixture)
{
    // Port 1 is reserved and nothing listens there.
    private const string Nowhere = "127.0.0.1:1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task All_configuration_errors_are_told_at_once_by_name()
    {
        var variables = new Dictionary<string, string>
        {
            ["RISKENGINE__KAFKA__QUEUEDBATCHES"] = "many",
            ["RISKENGINE__KAFKA__BOOTSTRAP"] = "typo:9092",
            ["RISKENGINE__REDIS__TIMEOUT"] = "soon",
            ["RISKENGINE__CHECKPOINTS__INTERVAL"] = "1ms",
            ["RISKENGINE__PRIVACY__PSEUDONYMKEY"] = "short",
        };
        var output = await Run(ExitCode.BadUsage, variables, "--kafka", "", "--http", "not an address");

        string[] names =
        [
            "Kafka:QueuedBatches", "Kafka:Bootstrap ", "Redis:Timeout", "Checkpoints:Interval", "Privacy:PseudonymKey", "Kafka:BootstrapServers", "Http:Url",
        ];
        Assert.All(names, name => Assert.Contains($"RiskEngine:{name}", output, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Kafka_client_property_that_does_not_exist_is_a_configuration_error()
    {
        var output = await Run(
            ExitCode.BadUsage,
            new Dictionary<string, string> { ["RISKENGINE__KAFKA__CONSUMER__sesion__timeout__ms"] = "2000", ["RISKENGINE__KAFKA__PRODUCER__COMPRESSION__LEVEL"] = "high" },
            "--kafka", fixture.Cluster.BootstrapServers, "--redis", fixture.AnyStore());

        Assert.Contains("sesion.timeout.ms", output, StringComparison.Ordinal);
        Assert.Contains("compression.level", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kafka_that_cannot_be_reached_is_named()
    {
        var output = await Run(ExitCode.DependencyUnreachable, null, "--kafka", Nowhere, "--redis", fixture.AnyStore());

        Assert.Contains($"Kafka at '{Nowhere}'", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redis_that_cannot_be_reached_is_named()
    {
        var prefix = await fixture.Cluster.CreateTopicsAsync();
        var output = await Run(ExitCode.DependencyUnreachable, null, "--kafka", fixture.Cluster.BootstrapServers, "--topic-prefix", prefix, "--redis", Nowhere);

        Assert.Contains($"Redis at '{Nowhere}'", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_with_errors_are_refused_with_their_places()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("broken.yaml", "id: broken\ntitle: Broken\non: sensor.gas\nby: nobody\n");
        var output = await Run(ExitCode.BadRules, null, "--kafka", Nowhere, "--rules", path);

        Assert.Contains("broken.yaml:4:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_that_another_process_has_is_named_with_its_option()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await RefusesToListenAt($"http://{other.LocalEndpoint}", "another process listens on this port");
    }

    [Fact]
    public Task Address_that_this_machine_does_not_have_is_named_with_its_option() =>
        RefusesToListenAt("http://192.0.2.1:8080", "no network interface of this machine has this address");

    private async Task RefusesToListenAt(string url, string fault)
    {
        var prefix = await fixture.Cluster.CreateTopicsAsync();
        var output = await Run(
            ExitCode.BadUsage, null, "--kafka", fixture.Cluster.BootstrapServers, "--topic-prefix", prefix, "--redis", fixture.AnyStore(), "--http", url);

        Assert.Contains($"RiskEngine:Http:Url is '{url}': {fault}", output, StringComparison.Ordinal);
    }

    private static async Task<string> Run(int expected, IReadOnlyDictionary<string, string>? variables, params string[] flags)
    {
        var defaults = flags.Contains("--rules") ? (string[])[] : ["--rules", GoldenRun.RulesFolder];
        if (!flags.Contains("--http")) defaults = [.. defaults, "--http", "http://127.0.0.1:0"];
        using var engine = EngineProcess.Start("riskengine", ["run", .. flags, .. defaults], variables);
        Assert.True(await engine.Exit(Patience) == expected, engine.Output);
        return engine.Output;
    }
}
