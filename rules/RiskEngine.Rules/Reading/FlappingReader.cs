using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>flapping</c>.</summary>
internal static class FlappingReader
{
    /// <summary>When alerts flap; null where nobody is to look.</summary>
    public static FlapPolicy? Read(MapReader rule)
    {
        var usual = FlapPolicy.Default;
        if (!rule.Has(LadderKeys.Flapping) || rule.Node(LadderKeys.Flapping) is not { } node) return usual;
        if (node is YamlScalar scalar)
        {
            if (scalar.Value == "off") return null;
            rule.Report.Add(DiagnosticCodes.UnknownWord, scalar.Span, $"flapping {Text.Quote.Of(scalar.Value)} is neither off nor a map",
                $"write off, or e.g. flapping: {LadderKeys.Flapping.Examples[1]}");
            return usual;
        }

        if (rule.Map(LadderKeys.Flapping, LadderKeys.FlappingMap) is not { } map) return usual;
        var (enter, leave) = (map.Number(LadderKeys.Enter) ?? usual.Enter, map.Number(LadderKeys.Leave));
        if (leave > enter)
        {
            rule.Report.Add(DiagnosticCodes.Conflict, map.PlaceOf(LadderKeys.Leave),
                $"flapping.leave {Numbers.Write(leave.Value)} is above enter {Numbers.Write(enter)}: it would enter and leave at once",
                $"write a leave of at most {Numbers.Write(enter)}");
        }

        return new FlapPolicy(enter, leave ?? Math.Min(usual.Leave, enter), (int)(map.Number(LadderKeys.Over) ?? usual.Over), map.Duration(LadderKeys.Within) ?? usual.Within);
    }
}
