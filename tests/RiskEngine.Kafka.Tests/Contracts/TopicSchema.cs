using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using RiskEngine.Workbench.Tests;

namespace RiskEngine.Kafka.Tests.Contracts;

/// <summary>A schema of docs/schema.</summary>
internal sealed class TopicSchema
{
    public static readonly string Folder = Path.Combine(Repository.Root, "docs", "schema");

    private static readonly Lazy<IReadOnlyList<TopicSchema>> Read = new(() => [.. Directory.EnumerateFiles(Folder, "*.schema.json").Order().Select(file => new TopicSchema(file))]);

    private readonly JsonSchema _open;
    private readonly JsonSchema _closed;

    private TopicSchema(string file)
    {
        Name = Path.GetFileName(file)[..^".schema.json".Length];
        Text = File.ReadAllText(file);
        Node = JsonNode.Parse(Text)!.AsObject();
        _open = Schema(Node.DeepClone(), "open");
        var closed = Node.DeepClone();
        Close(closed);
        _closed = Schema(closed, "closed");
    }

    public static IReadOnlyList<TopicSchema> All => Read.Value;

    public string Name { get; }

    public string Text { get; }

    public JsonObject Node { get; }

    /// <summary>The topics, by the names that they have without a prefix.</summary>
    public IReadOnlyList<string> Topics => [.. Node["x-topics"]!.AsArray().Select(topic => topic!.GetValue<string>())];

    /// <summary>Whether its topic is not published yet, so that it may change.</summary>
    public bool IsDraft => Node["x-status"]?.GetValue<string>() == "draft";

    /// <summary>Whether it describes the headers, the value being of any form.</summary>
    public bool DescribesHeaders => Node["x-describes"]?.GetValue<string>() == "headers";

    public static TopicSchema Of(string topic) => All.Single(schema => schema.Topics.Contains(topic));

    public static TopicSchema Named(string name) => All.Single(schema => schema.Name == name);

    /// <summary>What is wrong with a message that others wrote: fields that the schema does not know are theirs.</summary>
    public string Faults(JsonElement message) => Faults(_open, message);

    /// <summary>What is wrong with a message of ours: it has no field that the schema does not tell of.</summary>
    public string FaultsOfOurs(JsonElement message) => Faults(_closed, message);

    public string FaultsOfOurs(string json)
    {
        using var document = JsonDocument.Parse(json);
        return FaultsOfOurs(document.RootElement);
    }

    private static string Faults(JsonSchema schema, JsonElement message)
    {
        var result = schema.Evaluate(message, new EvaluationOptions { OutputFormat = OutputFormat.List });
        if (result.IsValid) return "";
        var faults = (result.Details ?? []).Where(detail => detail.Errors is not null)
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"));
        return $"{string.Join("; ", faults)} in {message.GetRawText()}";
    }

    /// <summary>Schemas are registered by their ids, so each form gets its own.</summary>
    private static JsonSchema Schema(JsonNode node, string form)
    {
        node["$id"] = $"{node["$id"]!.GetValue<string>()}:{form}";
        return JsonSchema.FromText(node.ToJsonString());
    }

    private static void Close(JsonNode? node)
    {
        if (node is JsonArray array) foreach (var item in array) Close(item);
        if (node is not JsonObject schema) return;
        foreach (var (_, below) in schema.ToList()) Close(below);
        if (schema["properties"] is JsonObject && schema["type"] is not null && schema["additionalProperties"] is null) schema["additionalProperties"] = false;
    }
}
