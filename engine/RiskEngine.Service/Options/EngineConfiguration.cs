using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace RiskEngine.Service.Options;

/// <summary>Where settings come from, later ones before earlier ones: <c>appsettings.json</c> in the working folder, <c>RISKENGINE__…</c> variables, flags.</summary>
public static class EngineConfiguration
{
    private const string FileName = "appsettings.json";

    /// <summary>Reads them all.</summary>
    /// <param name="flags">Keys below <c>RiskEngine</c>, e.g. <c>Redis:Configuration</c>, and the values given; null for none.</param>
    /// <exception cref="OptionsException">The file is no JSON object.</exception>
    public static IConfigurationRoot Read(IEnumerable<KeyValuePair<string, string?>> flags) => new ConfigurationBuilder()
        .AddConfiguration(ReadFile())
        .AddEngineVariables()
        .AddInMemoryCollection(flags.Where(flag => flag.Value is not null).Select(flag => KeyValuePair.Create($"RiskEngine:{flag.Key}", flag.Value)))
        .Build();

    /// <summary>Reads the file; empty where there is none.</summary>
    /// <exception cref="OptionsException">It is no JSON object.</exception>
    public static IConfigurationRoot ReadFile()
    {
        var path = Path.Combine(Directory.GetCurrentDirectory(), FileName);
        try
        {
            return new ConfigurationBuilder().AddJsonFile(path, optional: true).Build();
        }
        catch (InvalidDataException fault)
        {
            throw new OptionsException([FaultOf(path, fault)]);
        }
    }

    /// <summary>Gives the place only: what the reader says repeats a piece of the file, which may be of a password without quotes.</summary>
    private static string FaultOf(string path, Exception fault)
    {
        while (fault.InnerException is { } inner) fault = inner;
        return fault is JsonException { LineNumber: { } line } json
            ? string.Create(CultureInfo.InvariantCulture, $"{path}:{line + 1}:{json.BytePositionInLine + 1}: is no JSON; look for a missing quote, comma or bracket")
            : $"{path}: {fault.Message}";
    }
}
