using System.Text.Json;

namespace RiskEngine.Bench;

/// <summary>Results as files, one a day and profile: <c>2026-11-22-small.json</c>.</summary>
public static class BenchStore
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes a result.</summary>
    /// <returns>The file.</returns>
    public static string Write(string folder, BenchResult result)
    {
        var file = Path.Combine(folder, $"{result.Machine.Date}-{result.Profile}.json");
        WriteTo(file, result);
        return file;
    }

    /// <summary>Writes a result into a file.</summary>
    public static void WriteTo(string file, BenchResult result)
    {
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        File.WriteAllText(file, Text(result) + "\n");
    }

    /// <summary>A result as JSON.</summary>
    public static string Text(BenchResult result) => JsonSerializer.Serialize(result, Options);

    /// <summary>Reads a result back.</summary>
    /// <exception cref="InvalidDataException">The file is no result.</exception>
    public static BenchResult Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<BenchResult>(File.ReadAllText(file), Options) ?? throw new JsonException("empty");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{file}: no result of a benchmark: {fault.Message}; write one with 'riskengine bench guard --store'", fault);
        }
    }
}
