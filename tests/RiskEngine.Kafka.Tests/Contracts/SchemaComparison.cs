using System.Text.Json.Nodes;

namespace RiskEngine.Kafka.Tests.Contracts;

/// <summary>
/// What a change of a schema breaks, in a topic whose records stay and whose readers and writers are of different versions: old readers must understand new
/// records, and new readers the old ones. So a field may be added where it is optional, and a value where the schema says <c>"x-open": true</c>; nothing else may change
/// but words.
/// </summary>
internal static class SchemaComparison
{
    private static readonly HashSet<string> Words =
    [
        "$schema", "$id", "$comment", "$defs", "title", "description", "examples", "deprecated", "x-key", "x-open", "x-topics", "x-describes", "x-status",
    ];

    /// <summary>Keywords whose value is a limit or a form: any change is one for somebody.</summary>
    private static readonly HashSet<string> Forms =
    [
        "const", "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems",
        "minProperties", "maxProperties",
    ];

    private static readonly HashSet<string> Known = [.. Words, .. Forms, "type", "enum", "properties", "required", "items", "additionalProperties", "$ref"];

    /// <summary>Every incompatible change, each with its place.</summary>
    public static IReadOnlyList<string> Faults(string kept, string now)
    {
        var (before, after) = (JsonNode.Parse(kept)!.AsObject(), JsonNode.Parse(now)!.AsObject());
        var faults = new List<string>();
        Topics(before, after, faults);
        Compare("", before, after, before, after, faults, []);
        return faults;
    }

    private static void Topics(JsonObject before, JsonObject after, List<string> faults)
    {
        foreach (var topic in Texts(before["x-topics"]).Except(Texts(after["x-topics"]))) faults.Add($"x-topics: '{topic}' is gone");
        if (!Same(before["x-describes"], after["x-describes"])) faults.Add("x-describes: describes another part of the record");
        if (!Same(before["x-key"], after["x-key"])) faults.Add("x-key: the record has another key");
    }

    private static void Compare(string place, JsonObject before, JsonObject after, JsonObject oldRoot, JsonObject newRoot, List<string> faults, HashSet<string> open)
    {
        var pair = $"{before["$ref"]}|{after["$ref"]}";
        if (pair != "|" && !open.Add(pair)) return;
        (before, after) = (Resolved(before, oldRoot), Resolved(after, newRoot));
        foreach (var word in before.Concat(after).Select(entry => entry.Key).Distinct().Where(word => !Known.Contains(word)))
            faults.Add($"{place}: '{word}' is a keyword that this comparison does not know; teach it");
        Types(place, before, after, faults);
        Values(place, before, after, faults);
        foreach (var word in Forms.Where(word => !Same(before[word], after[word]))) faults.Add($"{place}: '{word}' was {Shown(before[word])} and is {Shown(after[word])}");
        Fields(place, before, after, oldRoot, newRoot, faults, open);
        Below(place + "/*", "additionalProperties", before, after, oldRoot, newRoot, faults, open);
        Below(place + "[]", "items", before, after, oldRoot, newRoot, faults, open);
        if (pair != "|") open.Remove(pair);
    }

    private static void Types(string place, JsonObject before, JsonObject after, List<string> faults)
    {
        var (old, now) = (Texts(before["type"]).ToHashSet(), Texts(after["type"]).ToHashSet());
        if (!old.SetEquals(now)) faults.Add($"{place}: type was {Shown(before["type"])} and is {Shown(after["type"])}");
    }

    private static void Values(string place, JsonObject before, JsonObject after, List<string> faults)
    {
        if (before["enum"] is null && after["enum"] is null) return;
        if (before["enum"] is not JsonArray old || after["enum"] is not JsonArray now)
        {
            faults.Add($"{place}: enum was {Shown(before["enum"])} and is {Shown(after["enum"])}");
            return;
        }

        var (had, has) = (old.Select(Shown).ToHashSet(), now.Select(Shown).ToHashSet());
        foreach (var gone in had.Except(has)) faults.Add($"{place}: the value {gone} is gone");
        var isOpen = before["x-open"]?.GetValue<bool>() == true;
        if (!isOpen) foreach (var added in has.Except(had)) faults.Add($"{place}: the value {added} is new, and readers were not told that there may be new ones (x-open)");
        if (isOpen != (after["x-open"]?.GetValue<bool>() == true)) faults.Add($"{place}: x-open was {isOpen}");
    }

    private static void Fields(
        string place, JsonObject before, JsonObject after, JsonObject oldRoot, JsonObject newRoot, List<string> faults, HashSet<string> open)
    {
        var (old, now) = (before["properties"] as JsonObject ?? [], after["properties"] as JsonObject ?? []);
        var (needed, needs) = (Texts(before["required"]).ToHashSet(), Texts(after["required"]).ToHashSet());
        foreach (var name in needed.Except(needs)) faults.Add($"{place}/{name}: was always there and is optional now: readers rely on it");
        foreach (var name in needs.Except(needed)) faults.Add($"{place}/{name}: is required now: records of before lack it");
        foreach (var (name, schema) in old)
        {
            if (now[name] is JsonObject still) Compare($"{place}/{name}", schema!.AsObject(), still, oldRoot, newRoot, faults, open);
            else faults.Add($"{place}/{name}: is gone");
        }
    }

    /// <summary>A schema below a keyword; absent is the same as one that takes anything.</summary>
    private static void Below(
        string place, string word, JsonObject before, JsonObject after, JsonObject oldRoot, JsonObject newRoot, List<string> faults, HashSet<string> open)
    {
        if (before[word] is JsonObject old && after[word] is JsonObject now) Compare(place, old, now, oldRoot, newRoot, faults, open);
        else if (!Same(before[word], after[word])) faults.Add($"{place}: {word} was {Shown(before[word])} and is {Shown(after[word])}");
    }

    /// <summary>A schema with what it refers to, whose keywords stand beside its own.</summary>
    private static JsonObject Resolved(JsonObject schema, JsonObject root)
    {
        if (schema["$ref"] is not { } reference) return schema;
        var name = reference.GetValue<string>()["#/$defs/".Length..];
        var merged = root["$defs"]![name]!.DeepClone().AsObject();
        foreach (var (word, value) in schema) if (word != "$ref") merged[word] = value?.DeepClone();
        return merged;
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray array => array.Select(item => item!.GetValue<string>()),
        null => [],
        _ => [node.GetValue<string>()],
    };

    private static bool Same(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(one, other);

    private static string Shown(JsonNode? node) => node?.ToJsonString() ?? "absent";
}
