using System.Text;
using System.Text.Json;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Time;

namespace RiskEngine.Reading.Records;

/// <summary>Reads fields of a record; what is missing or of another type is an absence, never a fault.</summary>
internal static class JsonFields
{
    public static string? Text(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String ? field.GetString() : null;

    public static int Int(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.Number && field.TryGetInt32(out var value) ? value : 0;

    public static bool Flag(this JsonElement json, string name) => json.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.True;

    public static EventTime? Time(this JsonElement json, string name) =>
        json.Text(name) is { } text && TimeText.TryRfc3339(Encoding.UTF8.GetBytes(text), out var time) ? time : null;

    public static JsonElement? Object(this JsonElement json, string name) => json.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.Object ? field : null;

    /// <summary>The objects of an array; nothing where there is none.</summary>
    public static IEnumerable<JsonElement> Objects(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.Array ? field.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object) : [];

    /// <summary>Parses one JSON object.</summary>
    /// <returns>Null where the bytes are none.</returns>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
