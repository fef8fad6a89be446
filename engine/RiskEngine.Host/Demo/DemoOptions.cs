using Microsoft.Extensions.Configuration;
using RiskEngine.Host.Options;
using RiskEngine.Host.Simulation;
using RiskEngine.Redis;

namespace RiskEngine.Host.Demo;

/// <summary>The options that a demo runs with: those of <c>run</c> with the demo's own servers, read by the same reader.</summary>
internal static class DemoOptions
{
    public static EngineOptions For(string bootstrapServers, string folder) => EngineOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["RiskEngine:Kafka:BootstrapServers"] = bootstrapServers,
            ["RiskEngine:Redis:Configuration"] = $"{RedisOptions.Embedded}:{folder}",
            ["RiskEngine:Events:AllowedLateness"] = CommunitySimulator.Disorder.ToString(),
            ["RiskEngine:Http:Url"] = "http://127.0.0.1:0",
        })
        .Build());
}
