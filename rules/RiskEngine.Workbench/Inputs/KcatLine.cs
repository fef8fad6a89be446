using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace RiskEngine.Workbench.Inputs;

/// <summary>Reads a line as <c>kcat -J</c> writes records.</summary>
/// <remarks><c>{"topic":…,"partition":…,"offset":…,"ts":…,"key":…,"headers":[name,value,…],"payload":"…"}</c></remarks>
internal static class KcatLine
{
    /// <summary>Reads a line; false where it is something else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, [NotNullWhen(true)] out RecordEnvelope? envelope, out ReadOnlyMemory<byte> value)
    {
        envelope = null;
        value = default;
        if (line.IndexOf("\"topic\""u8) < 0 || line.IndexOf("\"partition\""u8) < 0 || line.IndexOf("\"payload\""u8) < 0) return false;
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("offset", out var offset) || TextOf(root, "topic") is not { } topic) return false;
            value = TextOf(root, "payload") is { } payload ? Encoding.UTF8.GetBytes(payload) : ReadOnlyMemory<byte>.Empty;
            envelope = new RecordEnvelope(topic)
            {
                Partition = root.TryGetProperty("partition", out var partition) ? (int?)NumberOf(partition) : null,
                Offset = NumberOf(offset),
                Key = TextOf(root, "key") is { } key ? Encoding.UTF8.GetBytes(key) : null,
                Headers = HeadersOf(root),
                AppendedUnixMillis = root.TryGetProperty("ts", out var at) && at.ValueKind == JsonValueKind.Number && at.TryGetInt64(out var millis) ? Math.Max(0, millis) : 0,
            };
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static long? NumberOf(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static string? TextOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static List<KeyValuePair<string, byte[]>>? HeadersOf(JsonElement root)
    {
        if (!root.TryGetProperty("headers", out var list) || list.ValueKind != JsonValueKind.Array) return null;
        var headers = new List<KeyValuePair<string, byte[]>>();
        for (var i = 0; i + 1 < list.GetArrayLength(); i += 2)
        {
            if (list[i].ValueKind == JsonValueKind.String && list[i + 1].ValueKind == JsonValueKind.String)
                headers.Add(new(list[i].GetString() ?? "", Encoding.UTF8.GetBytes(list[i + 1].GetString() ?? "")));
        }

        return headers;
    }
}
