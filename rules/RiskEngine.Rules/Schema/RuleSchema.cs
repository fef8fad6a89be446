using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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

        if (root == RuleKeys.Rule) schema["allOf"] = new JsonArray([.. types.SelectMany(TypeConditions.Of)]);

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
        if (spec == RuleKeys.GradeKeys || spec == ScheduleKeys.Keys) map["minProperties"] = 1;
        if (spec == ScheduleKeys.Keys) map["anyOf"] = new JsonArray([.. spec.Keys.Where(key => key != ScheduleKeys.TimeZone).Select(key => TypeConditions.Requires(key.Name))]);
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
        foreach (var (name, value) in OfShape(key, key.Shape, types).ToList()) schema[name] = value?.DeepClone();
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

    private static JsonObject OfShape(KeySpec key, Shape shape, IReadOnlyList<RuleType> types) => shape switch
    {
        TextShape text => OfText(key, text),
        ExpressionShape => OfExpression(key, shape),
        WordShape words => new() { ["enum"] = new JsonArray([.. words.Words.Select(word => JsonValue.Create(word.Word))]) },
        DurationShape { Least.Ticks: > 0 } => new() { ["type"] = "string", ["pattern"] = $"^(?=.*[1-9]){Durations.Pattern[1..]}" },
        DurationShape => new() { ["type"] = "string", ["pattern"] = Durations.Pattern },
        NumberShape number => OfNumber(number),
        SwitchShape => new() { ["enum"] = new JsonArray(true, false, "true", "false") },
        ListShape list => OfList(key, list, types),
        MapShape map => OfMap(map.Spec, types),
        TableShape table => OfTable(key, table, types),
        AnyShape any => new() { ["anyOf"] = new JsonArray([.. any.Choices.Select(choice => OfShape(key, choice, types))]) },
        NothingShape => new() { ["type"] = "null" },
        DetectShape => new() { ["oneOf"] = new JsonArray([.. types.Select(type => OfMap(type.Map, types))]) },
        _ => new(),
    };

    private static JsonObject OfTable(KeySpec key, TableShape table, IReadOnlyList<RuleType> types)
    {
        var value = key == RuleKeys.Labels ? OfLabel() : OfShape(key, table.Value, types);
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = value, ["maxProperties"] = table.Most };
        if (!MessageKeys.All.Contains(key)) return schema;
        schema["minProperties"] = 1;
        schema["propertyNames"] = new JsonObject { ["pattern"] = MessageKeys.LanguageTag };
        return schema;
    }

    /// <summary>YAML reads <c>5</c> and <c>true</c> as a number and a truth value; a key that takes a text takes them as they are written.</summary>
    private static JsonObject OfText(KeySpec key, TextShape text)
    {
        var schema = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean"), ["minLength"] = key == RuleKeys.FalsePositives ? 0 : 1, ["maxLength"] = text.Most };
        if (SchemaPatterns.Of(key, text) is not { } pattern) return schema;
        schema["pattern"] = pattern;
        var takes = new Regex(pattern, RegexOptions.CultureInvariant);
        List<string> kinds = ["string"];
        if (takes.IsMatch("1.5")) kinds.Add("number");
        else if (takes.IsMatch("5")) kinds.Add("integer");
        if (takes.IsMatch("true")) kinds.Add("boolean");
        schema["type"] = kinds is [var one] ? one : new JsonArray([.. kinds.Select(kind => JsonValue.Create(kind))]);
        if (kinds.Contains("integer") && !takes.IsMatch("-5")) schema["minimum"] = 0;
        return schema;
    }

    private static JsonObject OfExpression(KeySpec key, Shape shape)
    {
        JsonArray types = shape == Shapes.OverMeasure ? ["string", "boolean"] : ["string", "number", "boolean"];
        var schema = new JsonObject { ["type"] = types, ["minLength"] = 1, ["maxLength"] = ExpressionShape.Most };
        if (SchemaPatterns.Of(key, shape) is { } pattern) schema["pattern"] = pattern;
        return schema;
    }

    /// <summary>A list of texts may be one text alone.</summary>
    private static JsonObject OfList(KeySpec key, ListShape list, IReadOnlyList<RuleType> types) => key.Shape == list && list.Item is TextShape or ExpressionShape
        ? new() { ["anyOf"] = new JsonArray(OfShape(key, list.Item, types), OfItems(key, list, types)) } : OfItems(key, list, types);

    private static JsonObject OfItems(KeySpec key, ListShape list, IReadOnlyList<RuleType> types)
    {
        var schema = new JsonObject
        {
            ["type"] = "array", ["items"] = OfShape(key, list.Item, types), ["minItems"] = key.Name == RuleKeys.Tests.Name ? 0 : 1, ["maxItems"] = list.Most,
        };
        if (key != RuleKeys.By) return schema;

        // Of two keys one is a place or a device, and the other divides it.
        schema["uniqueItems"] = true;
        var place = new JsonObject { ["enum"] = new JsonArray("source", "site", "district", "community", "grid", "building") };
        schema["anyOf"] = new JsonArray(new JsonObject { ["maxItems"] = 1 }, new JsonObject { ["contains"] = new JsonObject { ["not"] = place } });
        return schema;
    }

    private static JsonObject OfLabel() =>
        new() { ["type"] = new JsonArray("string", "number", "boolean"), ["minLength"] = 1, ["maxLength"] = 200, ["pattern"] = SchemaPatterns.FixedText };

    private static JsonObject OfNumber(NumberShape number)
    {
        var schema = new JsonObject { ["type"] = new JsonArray(number.Whole ? "integer" : "number", "string"), ["pattern"] = SchemaPatterns.QuotedNumber };
        if (number.Least > double.MinValue) schema["minimum"] = number.Least;
        if (number.Most < double.MaxValue) schema["maximum"] = number.Most;
        return schema;
    }
}
