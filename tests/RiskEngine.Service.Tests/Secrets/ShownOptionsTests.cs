using Microsoft.Extensions.Configuration;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Ports;
using RiskEngine.Redis;
using RiskEngine.Service.Options;

namespace RiskEngine.Service.Tests.Secrets;

/// <summary>Options and exceptions, in this process.</summary>
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
}
