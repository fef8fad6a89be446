using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading;
using RiskEngine.Rules.Reading.Types;
using RiskEngine.Rules.Schema;
using Xunit;

namespace RiskEngine.Rules.Tests.Schema;

/// <summary>Values of every kind under every key: what <c>check</c> takes the schema takes, and the other way round.</summary>
public sealed class SchemaAgreementTests
{
    private static readonly string[] Values =
    [
        "5", "-5", "1.5", "0", "true", "\"5\"", "\"true\"",
        "word", "two words", "\"\"", "[]", "[word]", "[5]", "[[word]]", "{}", "{word: word}", "null", "5m", "0s", "\"5m\"", "5 m",
        "2026-01-05",
        "\">= 5\"", "value", "avg(value)", "sensor.gas", "[sensor.gas, sensor.heat]", "\"{{ site }}\"", "1e3", "燃气", "99999999999999999999",
    ];

    /// <summary>What only the whole rule, other files or the language of expressions can tell: here the schema takes more.</summary>
    private static readonly string[] Wider =
        ["by", "where", "of", "measure", "tests", "holidays", "expected", "time_zone", "inputs", "model", "reference", "register", "window", "lowest", "offset", "per", "among"];

    /// <summary>What no schema can know: other rules, models.</summary>
    private static readonly string[] Elsewhere = [DiagnosticCodes.UnknownRule.Id, DiagnosticCodes.UnknownModel.Id, DiagnosticCodes.Limits.Id, DiagnosticCodes.NotLive.Id];

    private static readonly EditorSchema Editor = new(RuleSchema.Write());

    private static readonly RuleLoader Loader = new();

    public static TheoryData<string> Keys() => [.. RuleKeys.Rule.Keys.Select(key => key.Name)];

    public static TheoryData<string> Types() => [.. RuleTypes.All.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Of_keys_of_a_rule(string key)
    {
        var spec = RuleKeys.Rule.Find(key)!;
        Compare(spec, [.. Values, .. spec.Examples], value => Rule("{type: threshold}", (key, value)));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Of_keys_of_detect(string name)
    {
        var type = RuleTypes.All.Single(type => type.Name == name);
        foreach (var key in type.Keys) Compare(key, [.. Values, .. key.Examples], value => Rule(Detect(type, key.Name, value)));
    }

    [Fact]
    public void Of_keys_of_clear_schedule_and_grades()
    {
        foreach (var (outer, map) in (ReadOnlySpan<(string, MapSpec)>)[("clear", RuleKeys.ClearKeys), ("schedule", ScheduleKeys.Keys), ("grades", RuleKeys.GradeKeys)])
        {
            foreach (var key in map.Keys) Compare(key, [.. Values, .. key.Examples], value => Rule("{type: threshold}", (outer, $"{{{key.Name}: {value}}}")));
        }
    }

    private static void Compare(KeySpec key, IEnumerable<string> values, Func<string, string> ruleOf)
    {
        var differences = new List<string>();
        foreach (var value in values.Distinct())
        {
            var rule = ruleOf(value);
            if (Editor.Faults(rule) is not { } faults) continue;
            var errors = Loader.LoadText("rule.yaml", rule).Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).ToArray();
            var check = errors.Where(one => !Elsewhere.Contains(one.Code)).ToArray();
            if (errors.Length == 0 && faults.Count > 0) differences.Add($"check takes {key.Name}: {value}, and the schema does not: {string.Join("; ", faults.Take(3))}");
            if (check.Length > 0 && faults.Count == 0 && !Wider.Contains(key.Name))
                differences.Add($"the schema takes {key.Name}: {value}, and check does not: {check[0]}");
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static string Rule(string detect, params (string Key, string Value)[] changes)
    {
        var keys = new Dictionary<string, string>
        {
            ["id"] = "gas-high", ["title"] = "Gas is high", ["on"] = "sensor.gas", ["by"] = "source", ["detect"] = detect, ["grades"] = "{yellow: \">= 10\", red: \">= 20\"}",
        };
        var type = RuleTypes.All.Single(type => detect.StartsWith($"{{type: {type.Name},", StringComparison.Ordinal) || detect == $"{{type: {type.Name}}}");
        if (type.InDurations) keys["grades"] = "{yellow: \">= 10m\"}";
        if (type.ComparesSources || type.LooksAtAlerts) keys["by"] = type == RankType.Type ? "community" : "site";
        if (type.HasOneGrade || HasShortForm(type, detect)) keys.Remove("grades");
        if (type.NamesItsKinds) keys.Remove("on");
        foreach (var (key, value) in changes) keys[key] = value;
        return string.Join('\n', keys.Select(pair => $"{pair.Key}: {pair.Value}")) + "\n";
    }

    private static bool HasShortForm(RuleType type, string detect) =>
        type.Keys.Any(key => key.Name == "grade") && ((string[])[" grade:", " count:", " after:"]).Any(key => detect.Contains(key, StringComparison.Ordinal));

    /// <summary>What the type needs, with another value for one key.</summary>
    private static string Detect(RuleType type, string changed, string value)
    {
        var oneOf = type.OneOf.Any(key => key.Name == changed) ? [] : type.OneOf.Take(1);
        var anyOf = type.AnyOf.Where(key => key.Name != changed).Take(1);
        var keys = type.Keys.Where(key => key.Required && key.Name != changed).Concat(oneOf).Concat(anyOf).Select(key => $"{key.Name}: {key.Examples[0]}");
        return $"{{{string.Join(", ", keys.Prepend($"type: {type.Name}").Append($"{changed}: {value}"))}}}";
    }
}
