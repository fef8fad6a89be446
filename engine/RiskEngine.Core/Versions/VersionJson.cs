using System.Text.Encodings.Web;
using System.Text.Json;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Versions;

/// <summary>Writes versions and their changes as <c>risk.audit.v1</c> has them, and reads them.</summary>
public static class VersionJson
{
    /// <summary>The action of the record that keeps a version.</summary>
    public const string Keep = "keep";

    /// <summary>The action of the record that tells of a change.</summary>
    public const string Change = "put_in_force";

    private const string Engine = "riskengine";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a version.</summary>
    public static byte[] Write(KeptVersion version)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            Begin(json, version.Key, version.At, Keep, version.Key);
            json.WriteString("kind", KeptVersion.NameOf(version.Kind));
            if (version.Name.Length > 0) json.WriteString("name", version.Name);
            json.WriteString("hash", version.Hash);
            if (version.With is { } with) json.WriteString("with", with);
            if (version.Text is { } text) json.WriteString("text", text);
            if (version.Files.Count > 0)
            {
                json.WriteStartObject("files");
                foreach (var (name, content) in version.Files.OrderBy(file => file.Key, StringComparer.Ordinal)) json.WriteString(name, content);
                json.WriteEndObject();
            }

            if (version.Holds.Count > 0)
            {
                json.WriteStartArray("holds");
                foreach (var key in version.Holds) json.WriteStringValue(key);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Writes a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="id">Identity of the record.</param>
    public static byte[] Write(VersionChange change, string id)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            Begin(json, id, change.At, Change, change.About);
            json.WriteString("kind", KeptVersion.NameOf(change.Kind));
            if (change.Was is { } was) json.WriteString("was", was);
            if (change.Is is { } now) json.WriteString("hash", now);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads a version; null where the record is something else.</summary>
    public static KeptVersion? ReadVersion(ReadOnlyMemory<byte> value)
    {
        if (Root(value, Keep) is not { } root || KindOf(root) is not { } kind || Text(root, "hash") is not { } hash) return null;
        return new KeptVersion(kind, Text(root, "name") ?? "", hash)
        {
            At = TimeOf(root),
            Text = Text(root, "text"),
            With = Text(root, "with"),
            Files = root.TryGetProperty("files", out var files) && files.ValueKind == JsonValueKind.Object
                ? files.EnumerateObject().Where(file => file.Value.ValueKind == JsonValueKind.String)
                    .ToDictionary(file => file.Name, file => file.Value.GetString() ?? "", StringComparer.Ordinal)
                : new Dictionary<string, string>(),
            Holds = root.TryGetProperty("holds", out var holds) && holds.ValueKind == JsonValueKind.Array
                ? [.. holds.EnumerateArray().Where(key => key.ValueKind == JsonValueKind.String).Select(key => key.GetString() ?? "")] : [],
        };
    }

    /// <summary>Reads a change; null where the record is something else.</summary>
    public static VersionChange? ReadChange(ReadOnlyMemory<byte> value)
    {
        if (Root(value, Change) is not { } root || KindOf(root) is not { } kind || Text(root, "about") is not { } about) return null;
        var slash = about.IndexOf('/', StringComparison.Ordinal);
        return new VersionChange(kind, slash < 0 ? "" : about[(slash + 1)..], Text(root, "was"), Text(root, "hash"), TimeOf(root));
    }

    private static void Begin(Utf8JsonWriter json, string id, EventTime at, string action, string about)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("at", at.ToString());
        json.WriteString("action", action);
        json.WriteString("by", Engine);
        json.WriteString("about", about);
        json.WriteString("area", "");
        json.WriteString("outcome", "done");
    }

    private static JsonElement? Root(ReadOnlyMemory<byte> value, string action)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && Text(root, "action") == action && Text(root, "by") == Engine ? root.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static VersionKind? KindOf(JsonElement root)
    {
        var name = Text(root, "kind");
        foreach (var kind in Enum.GetValues<VersionKind>())
        {
            if (KeptVersion.NameOf(kind) == name) return kind;
        }

        return null;
    }

    private static EventTime TimeOf(JsonElement root) => Text(root, "at") is { } text && DateTimeOffset.TryParse(text, out var at) ? EventTime.From(at) : EventTime.MinValue;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
