using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading.Types;

namespace RiskEngine.Rules.Schema;

/// <summary>The JSON Schema (draft 07) of rule files, made from the same key table that the parser walks: editors complete and explain by it.</summary>
public static class RuleSchema
{
    private static readonly JsonSerializerOptions Options =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema's text, ended by a line feed.</summary>
    public static string Write()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "RiskEngine rule",
            ["description"] = "One rule: what it looks at, how it measures, what the measure means. The manual is docs/rules.md.",
        };
        foreach (var (name, value) in OfMap(RuleKeys.Rule).ToList())
        {
            schema[name] = value?.DeepClone();
        }

        return schema.ToJsonString(Options) + "\n";
    }

    private static JsonObject OfMap(MapSpec spec, string? type = null)
    {
        var properties = new JsonObject();
        foreach (var key in spec.Keys) properties[key.Name] = type is not null && key.Name == "type" ? OfType(type) : OfKey(key);
        var map = new JsonObject { ["type"] = "object", ["properties"] = properties };
        var required = spec.Keys.Where(key => key.Required).Select(key => JsonValue.Create(key.Name)).ToArray<JsonNode?>();
        if (required.Length > 0) map["required"] = new JsonArray(required);
        map["additionalProperties"] = false;
        return map;
    }

    private static JsonObject OfType(string type) => new()
    {
        ["description"] = RuleTypes.Find(type)?.Summary,
        ["const"] = type,
    };

    private static JsonObject OfKey(KeySpec key)
    {
        var schema = new JsonObject { ["description"] = Describe(key) };
        foreach (var (name, value) in OfShape(key.Shape).ToList()) schema[name] = value?.DeepClone();
        if (key.Default is not null && key.Shape is not (NumberShape or SwitchShape)) schema["default"] = key.Default;
        if (key.Examples.Count > 0) schema["examples"] = new JsonArray([.. key.Examples.Select(Example)]);
        return schema;
    }

    private static string Describe(KeySpec key)
    {
        var text = new StringBuilder(key.Description);
        if (key.Shape is WordShape words) text.Append(' ').AppendJoin(" ", words.Words.Select(word => $"{word.Word}: {word.Meaning.TrimEnd('.')}."));
        return text.ToString();
    }

    /// <summary>Examples are written as YAML; those that are JSON too keep their type.</summary>
    private static JsonNode? Example(string yaml)
    {
        if (yaml.Length > 1 && yaml[0] == '"' && yaml[^1] == '"') return JsonValue.Create(yaml[1..^1]);
        return Numbers.TryParse(yaml, out var number) ? JsonValue.Create(number) : JsonValue.Create(yaml);
    }

    private static JsonObject OfShape(Shape shape) => shape switch
    {
        TextShape { Pattern: { } pattern } text => new() { ["type"] = "string", ["maxLength"] = text.Most, ["pattern"] = pattern },
        TextShape text => new() { ["type"] = "string", ["maxLength"] = text.Most },
        ExpressionShape => new() { ["type"] = "string", ["maxLength"] = ExpressionShape.Most },
        WordShape words => new() { ["enum"] = new JsonArray([.. words.Words.Select(word => JsonValue.Create(word.Word))]) },
        DurationShape => new() { ["type"] = "string", ["pattern"] = Durations.Pattern },
        NumberShape number => OfNumber(number),
        SwitchShape => new() { ["type"] = "boolean" },
        ListShape list => new() { ["type"] = "array", ["items"] = OfShape(list.Item), ["minItems"] = 1, ["maxItems"] = list.Most },
        MapShape map => OfMap(map.Spec),
        TableShape table => new() { ["type"] = "object", ["additionalProperties"] = OfShape(table.Value), ["maxProperties"] = table.Most },
        AnyShape any => new() { ["anyOf"] = new JsonArray([.. any.Choices.Select(OfShape)]) },
        DetectShape => new() { ["oneOf"] = new JsonArray([.. RuleTypes.All.Select(type => OfMap(type.Keys, type.Name))]) },
        _ => new(),
    };

    private static JsonObject OfNumber(NumberShape number)
    {
        var schema = new JsonObject { ["type"] = number.Whole ? "integer" : "number" };
        if (number.Least > double.MinValue) schema["minimum"] = number.Least;
        if (number.Most < double.MaxValue) schema["maximum"] = number.Most;
        return schema;
    }
}
