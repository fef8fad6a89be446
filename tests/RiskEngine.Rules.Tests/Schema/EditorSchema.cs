using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Tests.Schema;

/// <summary>The JSON Schema as an editor with a YAML language server uses it: it sees the values of YAML 1.2, not our reading of them.</summary>
internal sealed class EditorSchema(string schema)
{
    private readonly JsonSchema _schema = JsonSchema.FromText(schema);

    /// <summary>Whether the schema finds nothing wrong; null where the text is no YAML, which such an editor says itself.</summary>
    public bool? Takes(string text) => Faults(text) is { } faults ? faults.Count == 0 : null;

    /// <summary>What the schema finds wrong; null where the text is no YAML.</summary>
    public IReadOnlyList<string>? Faults(string text)
    {
        var report = new FileReport(new SourceText("rule.yaml", text)) { Keys = KeyTable.Empty };
        if (YamlReader.Read(report) is not { } root || report.HasErrors) return null;
        var result = _schema.Evaluate(JsonSerializer.SerializeToElement(Value(root)), new EvaluationOptions { OutputFormat = OutputFormat.List });
        if (result.IsValid) return [];
        var faults = (result.Details ?? []).Where(detail => detail.Errors is not null);
        return [.. faults.SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")), "refused"];
    }

    private static JsonNode? Value(YamlNode node)
    {
        switch (node)
        {
            case YamlMap map:
                var entries = new JsonObject();
                foreach (var (key, value) in map.Entries) entries[key.Value] = Value(value);
                return entries;
            case YamlList list:
                return new JsonArray([.. list.Items.Select(Value)]);
            case YamlScalar { Style: YamlScalarStyle.Plain } plain:
                if (plain.IsNull) return null;
                if (plain.Value is "true" or "false") return JsonValue.Create(plain.Value == "true");
                if (long.TryParse(plain.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return JsonValue.Create(whole);
                return Numbers.TryParse(plain.Value, out var number) ? JsonValue.Create(number) : JsonValue.Create(plain.Value);
            case YamlScalar scalar:
                return JsonValue.Create(scalar.Value);
            default:
                throw new InvalidOperationException(node.Describe());
        }
    }
}
