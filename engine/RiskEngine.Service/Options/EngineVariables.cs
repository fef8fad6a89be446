using System.Collections;
using Microsoft.Extensions.Configuration;

namespace RiskEngine.Service.Options;

/// <summary>Environment variables as configuration: <c>RISKENGINE__KAFKA__BOOTSTRAPSERVERS</c> is <c>RiskEngine:Kafka:BootstrapServers</c>.</summary>
internal static class EngineVariables
{
    private const string Prefix = "RISKENGINE__";

    public static IConfigurationBuilder AddEngineVariables(this IConfigurationBuilder builder) =>
        builder.AddInMemoryCollection(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(entry => entry.Key.ToString()?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true)
            .Select(entry => KeyValuePair.Create("RiskEngine:" + entry.Key.ToString()?[Prefix.Length..].Replace("__", ":"), entry.Value?.ToString())));
}
