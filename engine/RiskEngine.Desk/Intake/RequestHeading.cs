using System.Text.Json;

namespace RiskEngine.Desk.Intake;

/// <summary>What can be read of a request that as a whole cannot: enough to tell whoever wrote it.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Action">What was asked; <c>unknown</c> where that cannot be read.</param>
/// <param name="By">Who asked; <c>unknown</c> where that cannot be read.</param>
/// <param name="Area">The desk area; <c>unknown</c> where that cannot be read.</param>
internal readonly record struct RequestHeading(string Id, string Action, string By, string Area)
{
    private const int MostBytes = 1024 * 1024;
    private const int MostText = 128;
    private const string Unknown = "unknown";

    /// <summary>Reads it; null where not even an id can be read.</summary>
    public static RequestHeading? Of(ReadOnlyMemory<byte> value)
    {
        if (value.Length > MostBytes) return null;
        try
        {
            using var document = JsonDocument.Parse(value);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "id") is not { Length: > 0 } id) return null;
            return new RequestHeading(id, Text(root, "action") ?? Unknown, Text(root, "by") ?? Unknown, Text(root, "area") ?? Unknown);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String && field.GetString() is { Length: <= MostText } text ? text : null;
}
