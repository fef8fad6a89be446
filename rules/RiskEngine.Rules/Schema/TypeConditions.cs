using System.Text.Json.Nodes;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading;
using RiskEngine.Rules.Reading.Types;

namespace RiskEngine.Rules.Schema;

/// <summary>What a rule must have and must not have beside the <c>detect</c> of its type.</summary>
internal static class TypeConditions
{
    /// <summary>The keys of the short form of grades, inside <c>detect</c>.</summary>
    private static readonly string[] ShortForm = [DetectKeys.After.Name, "count", DetectKeys.Grade.Name];

    /// <summary>The conditions of one type, each an <c>if</c> with its <c>then</c>.</summary>
    public static IEnumerable<JsonNode?> Of(RuleType type)
    {
        var then = new JsonArray();
        if (!type.NamesItsKinds) then.Add(Requires(RuleKeys.On.Name));
        else then.Add(Lacks(RuleKeys.On.Name));
        if (type.LooksAtAlerts) foreach (var key in (string[])[RuleKeys.Where.Name, RuleKeys.Deduplicate.Name, ScheduleKeys.Schedule.Name]) then.Add(Lacks(key));
        if (type is { InDurations: true, CountsOpenTime: false }) then.Add(Lacks(ScheduleKeys.Schedule.Name));
        if (type.OnlyBySource) then.Add(Property(RuleKeys.By.Name, OfOneSource()));
        if (type.ComparesSources) then.Add(Property(RuleKeys.By.Name, new JsonObject { ["not"] = OfOneSource() }));
        foreach (var inside in InsideDetect(type)) then.Add(Property(RuleKeys.Detect.Name, inside));
        then.Add(Grades(type));
        if (!type.InDurations)
        {
            var noDuration = new JsonObject { ["not"] = new JsonObject { ["type"] = "string", ["pattern"] = SchemaPatterns.ComparedDuration } };
            then.Add(Property(RuleKeys.Grades.Name, new JsonObject { ["additionalProperties"] = noDuration }));
        }

        yield return new JsonObject
        {
            ["if"] = Property(RuleKeys.Detect.Name, Merge(Requires(DetectKeys.Type.Name), Property(DetectKeys.Type.Name, new JsonObject { ["const"] = type.Name }))),
            ["then"] = new JsonObject { ["allOf"] = then },
        };
    }

    private static IEnumerable<JsonObject> InsideDetect(RuleType type)
    {
        if (type.OneOf.Count > 0) yield return new JsonObject { ["oneOf"] = new JsonArray([.. type.OneOf.Select(key => (JsonNode)Requires(key.Name))]) };
        if (type.AnyOf.Count > 0) yield return new JsonObject { ["anyOf"] = new JsonArray([.. type.AnyOf.Select(key => (JsonNode)Requires(key.Name))]) };
        var countsRegisters = type.Map.Find(RegisterKeys.Register.Name) is not null && type.Map.Find(DetectKeys.Measure.Name) is { Shape: ExpressionShape { IsOfWindow: true } };
        if (countsRegisters) yield return OfRegister();
        if (type == MetricType.Type) yield return OfWindowsInside();
    }

    public static JsonObject Requires(string key) => new() { ["required"] = new JsonArray(key) };

    private static JsonObject Grades(RuleType type)
    {
        if (type.HasOneGrade) return Lacks(RuleKeys.Grades.Name);
        var shortForm = type.Keys.Select(key => key.Name).Where(ShortForm.Contains).ToArray();
        if (shortForm.Length == 0) return Requires(RuleKeys.Grades.Name);
        var limit = shortForm.FirstOrDefault(name => name != DetectKeys.Grade.Name) ?? DetectKeys.Grade.Name;
        var none = Property(RuleKeys.Detect.Name, new JsonObject { ["allOf"] = new JsonArray([.. shortForm.Select(name => (JsonNode)Lacks(name))]) });
        return new JsonObject
        {
            ["anyOf"] = new JsonArray(Merge(Requires(RuleKeys.Grades.Name), none), new JsonObject
            {
                ["allOf"] = new JsonArray(Lacks(RuleKeys.Grades.Name), Property(RuleKeys.Detect.Name, Requires(limit))),
            }),
        };
    }

    /// <summary>What is said of a register asks for a measure that counts one.</summary>
    private static JsonObject OfRegister() => new()
    {
        ["if"] = Requires(RegisterKeys.Register.Name),
        ["then"] = Property(DetectKeys.Measure.Name, new JsonObject { ["pattern"] = @"\b(?:increase|rate)\s*\(" }),
    };

    /// <summary>Windows over windows end by the clock, and measure what the windows inside do.</summary>
    private static JsonObject OfWindowsInside()
    {
        var hopping = new JsonObject { ["type"] = "object", ["required"] = new JsonArray("every") };
        return new JsonObject
        {
            ["if"] = Requires(OfKeys.Of.Name),
            ["then"] = new JsonObject
            {
                ["properties"] = new JsonObject
                {
                    [DetectKeys.Window.Name] = hopping,
                    [DetectKeys.Measure.Name] = new JsonObject { ["pattern"] = @"^(?![\s\S]*\battributes\b)" },
                    [OfKeys.Of.Name] = Property(DetectKeys.Window.Name, (JsonObject)hopping.DeepClone()),
                },
            },
        };
    }

    /// <summary>The key <c>source</c>, alone or with another.</summary>
    private static JsonObject OfOneSource() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["const"] = "source" },
            new JsonObject { ["type"] = "array", ["contains"] = new JsonObject { ["const"] = "source" } }),
    };

    private static JsonObject Lacks(string key) => new() { ["not"] = Requires(key) };

    private static JsonObject Property(string key, JsonObject schema) => new() { ["properties"] = new JsonObject { [key] = schema } };

    private static JsonObject Merge(JsonObject one, JsonObject other)
    {
        foreach (var (name, value) in other) one[name] = value?.DeepClone();
        return one;
    }
}
