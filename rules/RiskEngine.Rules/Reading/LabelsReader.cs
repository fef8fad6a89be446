using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>labels</c>.</summary>
internal static class LabelsReader
{
    private const int Most = 32;

    public static IReadOnlyDictionary<string, string> Read(MapReader rule)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (rule.Node(RuleKeys.Labels) is not { } node) return labels;
        if (node is not YamlMap map)
        {
            rule.Report.Add(DiagnosticCodes.WrongShape, node.Span, $"labels is {node.Describe()}", $"write e.g. labels: {RuleKeys.Labels.Examples[0]}");
            return labels;
        }

        if (map.Entries.Count > Most) rule.Report.Add(DiagnosticCodes.TooLong, map.Span, $"labels has {map.Entries.Count} entries", $"write at most {Most}");
        foreach (var entry in map.Entries)
        {
            var path = $"labels.{entry.Key.Value}";
            if (Scalar.Of(entry.Value, path, Shapes.Line, rule.Report) is not { } value || !Scalar.Fits(value, path, Shapes.Line, rule.Report)) continue;
            if (value.Value.IndexOf("{{", StringComparison.Ordinal) is >= 0 and var place)
                rule.Report.Add(DiagnosticCodes.Template, ScalarPlace.Within(rule.Report.Source, value, place, 2), $"{path} has a place to fill, and labels are fixed texts",
                    "write a fixed text, or the place into message; every alert names its source, site and measure anyway");
            labels[entry.Key.Value] = value.Value;
        }

        return labels;
    }
}
