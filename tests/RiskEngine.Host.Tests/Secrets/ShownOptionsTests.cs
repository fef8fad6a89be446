using Microsoft.Extensions.Configuration;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Secrets;
using RiskEngine.Host.Benching;
using RiskEngine.Host.Options;
using RiskEngine.Workbench.Tests.Inputs;
using RiskEngine.Redis;

namespace RiskEngine.Host.Tests.Secrets;

/// <summary>Options, exceptions and stored results, in this process.</summary>
public sealed class ShownOptionsTests
{
    private readonly PlantedSecrets _planted = new();

    [Fact]
    public void Options_show_servers_and_no_secret_when_they_are_printed()
    {
        var settings = _planted.Variables().ToDictionary(pair => pair.Key.Replace("__", ":"), pair => (string?)pair.Value);
        settings["RiskEngine:Kafka:BootstrapServers"] = $"alice:{_planted.Of("Kafka:BootstrapServers")}@kafka-1:9092";
        settings["RiskEngine:Redis:Configuration"] = $"redis-1:6379,password={_planted.Of("Redis:Configuration")},ssl=true";
        var options = EngineOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());

        foreach (var part in new object?[] { options, options.Kafka, options.Redis, new PseudonymKeys("p1", options.PseudonymKey), options.Secrets, options.Decoding })
        {
            _planted.Scan(part!.GetType().Name, $"{part}");
        }

        _planted.AssertNoneFound();
        Assert.Contains("kafka-1:9092", $"{options}", StringComparison.Ordinal);
        Assert.Contains("sasl.password = ***", $"{options.Kafka}", StringComparison.Ordinal);
        Assert.Contains("Configuration = redis-1:6379, ", $"{options.Redis}", StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_name_their_option_and_repeat_no_secret()
    {
        var settings = new Dictionary<string, string?>
        {
            ["RiskEngine:Kafka:BootstrapServers"] = "h:1",
            ["RiskEngine:Kafka:Properties:security.protocol"] = "ssl",
            ["RiskEngine:Kafka:Properties:ssl.key.pem"] = _planted.Of("ssl.key.pem"),
            ["RiskEngine:Redis:Paswort"] = _planted.Of("Redis:Password"),
            ["RiskEngine:Privacy:PseudonymKey"] = _planted.ShortOf("Privacy:PseudonymKey"),
            ["RiskEngine:Privacy:PseudonymKeyId"] = _planted.Of("a misplaced Privacy:PseudonymKey"),
            ["RiskEngine:Http:Token"] = $"{_planted.Of("Http:Token")} ",
            ["RiskEngine:Http:Url"] = $"http://alice:{_planted.Of("Http:Url")}@127.0.0.1:0",
        };
        var fault = Assert.Throws<OptionsException>(() => EngineOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));

        _planted.Scan("fault", $"{fault} {string.Join('\n', fault.Faults)}");
        _planted.AssertNoneFound();
        foreach (var name in new[] { "Kafka:Properties", "Redis:Paswort", "Privacy:PseudonymKey", "PseudonymKeyId", "Http:Token", "Http:Url" })
        {
            Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/path")]
    [InlineData("http://127.0.0.1:8080?a=b")]
    [InlineData("http://alice@127.0.0.1:8080")]
    [InlineData("https://127.0.0.1:8080")]
    public void Address_with_more_than_host_and_port_is_refused_because_the_server_would_listen_elsewhere(string url)
    {
        var settings = new Dictionary<string, string?> { ["RiskEngine:Kafka:BootstrapServers"] = "h:1", ["RiskEngine:Http:Url"] = url };
        var fault = Assert.Throws<OptionsException>(() => EngineOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
        Assert.Contains("RiskEngine:Http:Url", Assert.Single(fault.Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:1,password=SECRET,tsl=true")]
    [InlineData("127.0.0.1:1,password=open,SECRET=x")]
    [InlineData("127.0.0.1:1,ssl=maybe,password=SECRET")]
    [InlineData("127.0.0.1:1,password=open,SECRET")]
    [InlineData("alice:SECRET@127.0.0.1:1")]
    [InlineData("redis://alice:SECRET@127.0.0.1:1")]
    public async Task Connection_string_of_Redis_is_told_without_its_secret(string configuration)
    {
        var options = new RedisOptions { Configuration = configuration.Replace("SECRET", _planted.Of("Redis:Configuration")), Timeout = TimeSpan.FromMilliseconds(200) };
        var fault = await Assert.ThrowsAsync<DependencyException>(() => RedisConnection.OpenAsync(options, CancellationToken.None));

        _planted.Scan("fault", fault.Message);
        _planted.AssertNoneFound();
        Assert.Contains("127.0.0.1:1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Result_that_an_earlier_version_stored_is_read_without_its_secret()
    {
        var machine = BenchMachine.Read();
        var result = new BenchResult { Machine = machine, Profile = "window", Purpose = "", OneCore = true, Figures = [], Collections = [], BytesPerSource = 0 };
        var stored = BenchStore.Text(result).Replace(machine.Command, $"riskengine run --redis h:6379,password={_planted.Of("Redis:Configuration")},ssl=true --kafka h:9092");
        using var folder = new TemporaryFolder();
        var file = folder.Write("old.json", stored);
        Assert.Contains("password=planted", stored, StringComparison.Ordinal);

        var read = BenchStore.Read(file);
        BenchStore.WriteTo(file, read);
        foreach (var text in new[] { $"{read}", read.Machine.Sentence, BenchStore.Text(read), File.ReadAllText(file) }) _planted.Scan("result", text);
        _planted.AssertNoneFound();
        Assert.Equal("riskengine run --redis h:6379,password=***,ssl=true --kafka h:9092", read.Machine.Command);
        Assert.Equal("x --token ***", (machine with { Command = "x --token abc" }).Command);
    }

    [Fact]
    public void Command_line_of_a_result_keeps_no_secret_and_of_a_path_the_last_part() => Assert.Equal(
        "riskengine run --redis h:6379,password=***,ssl=true --rules packs",
        BenchMachine.CommandLineOf(["/opt/riskengine.dll", "run", "--redis", "h:6379,password=a b --c,d,ssl=true", "--rules", "/etc/packs"]));

    [Fact]
    public void Results_in_the_repository_hold_no_secret() =>
        Assert.All(Directory.GetFiles(Path.Combine(ShippedRules.Root, "bench", "results")), file => Assert.Equal(File.ReadAllText(file), SecretMask.Text(File.ReadAllText(file))));
}
