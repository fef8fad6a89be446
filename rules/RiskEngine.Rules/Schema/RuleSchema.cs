using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading;
using RiskEngine.Rules.Reading.Types;

namespace RiskEngine.Rules.Schema;

/// <summary>The JSON Schema (draft 07) of rule files, made from the same key table that the parser walks: editors complete and explain by it.</summary>
public static class RuleSchema
{
    private static readonly JsonSerializerOptions Options =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema's text, ended by a line feed.</summary>
    public static string Write() => Write(RuleTypes.All);

    /// <summary>The schema's text where rules have these types.</summary>
    internal static string Write(IReadOnlyList<RuleType> types) =>
        Write(RuleKeys.Rule, "RiskEngine rule", "One rule: what it looks at, how it measures, what the measure means. The manual is docs/rules.md.", types);

    /// <summary>The schema of a file whose root is a map.</summary>
    internal static string Write(MapSpec root, string title, string description, IReadOnlyList<RuleType> types)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = title,
            ["description"] = description,
        };
        foreach (var (name, value) in OfMap(root, types).ToList())
        {
            schema[name] = value?.DeepClone();
        }

        return schema.ToJsonString(Options) + "\n";
    }

    private static JsonObject OfMap(MapSpec spec, IReadOnlyList<RuleType> types)
    {
        var properties = new JsonObject();
        foreach (var key in spec.Keys) properties[key.Name] = spec.Type is not null && key == DetectKeys.Type ? OfType(spec.Type, types) : OfKey(key, types);
        var map = new JsonObject { ["type"] = "object", ["properties"] = properties };
        var required = spec.Keys.Where(key => key.Required).Select(key => JsonValue.Create(key.Name)).ToArray<JsonNode?>();
        if (required.Length > 0) map["required"] = new JsonArray(required);
        map["additionalProperties"] = false;
        return map;
    }

    private static JsonObject OfType(string name, IReadOnlyList<RuleType> types) => new()
    {
        ["description"] = types.First(type => type.Name == name).Summary,
        ["const"] = name,
    };

    private static JsonObject OfKey(KeySpec key, IReadOnlyList<RuleType> types)
    {
        var schema = new JsonObject { ["description"] = Describe(key) };
        foreach (var (name, value) in OfShape(key.Shape, types).ToList()) schema[name] = value?.DeepClone();
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

    private static JsonObject OfShape(Shape shape, IReadOnlyList<RuleType> types) => shape switch
    {
        TextShape { Pattern: { } pattern } text => new() { ["type"] = "string", ["maxLength"] = text.Most, ["pattern"] = pattern },
        TextShape text => new() { ["type"] = "string", ["maxLength"] = text.Most },
        ExpressionShape => new() { ["type"] = "string", ["maxLength"] = ExpressionShape.Most },
        WordShape words => new() { ["enum"] = new JsonArray([.. words.Words.Select(word => JsonValue.Create(word.Word))]) },
        DurationShape => new() { ["type"] = "string", ["pattern"] = Durations.Pattern },
        NumberShape number => OfNumber(number),
        SwitchShape => new() { ["type"] = "boolean" },
        ListShape list => new() { ["type"] = "array", ["items"] = OfShape(list.Item, types), ["minItems"] = 1, ["maxItems"] = list.Most },
        MapShape map => OfMap(map.Spec, types),
        TableShape table => new() { ["type"] = "object", ["additionalProperties"] = OfShape(table.Value, types), ["maxProperties"] = table.Most },
        AnyShape any => new() { ["anyOf"] = new JsonArray([.. any.Choices.Select(choice => OfShape(choice, types))]) },
        DetectShape => new() { ["oneOf"] = new JsonArray([.. types.Select(type => OfMap(type.Map, types))]) },
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
