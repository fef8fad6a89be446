using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Reading;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules;

/// <summary>Reads <c>detect</c>: finds its type and lets that read the rest.</summary>
internal static class DetectReader
{
    public static RuleType? FindType(MapReader rule, IReadOnlyList<RuleType> types)
    {
        if (rule.Node(RuleKeys.Detect) is not { } node) return null;
        var path = rule.PathOf(RuleKeys.Detect);
        if (node is not YamlMap map)
        {
            rule.Report.Add(DiagnosticCodes.WrongShape, node.Span, $"{path} is {node.Describe()}", $"write e.g. detect: {RuleKeys.Detect.Examples[0]}");
            return null;
        }

        if (map.Find(DetectKeys.Type.Name) is not { } entry)
        {
            var at = map.Entries is [var first, ..] ? first.Key.Span : map.Span;
            rule.Report.AddMissing(at, "detect.type is missing: the rule type", $"add type: one of {Quote.List(types.Select(type => type.Name))}");
            return null;
        }

        if (Scalar.Of(entry.Value, "detect.type", DetectKeys.Type.Shape, rule.Report) is not { } name) return null;
        if (types.FirstOrDefault(type => type.Name == name.Value) is { } found) return found;
        Scalar.Word(name, "detect.type", types.Select(type => type.Name), rule.Report);
        return null;
    }

    public static ReadDetection? Read(MapReader rule, RuleType type, ScoreCalls scores) =>
        rule.Map(RuleKeys.Detect, type.Map) is { } detect ? type.Read(detect, scores) : null;
}
