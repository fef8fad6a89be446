using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Windows;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>cardinality</c>: how many different values a window holds.</summary>
internal static class CardinalityType
{
    private static readonly KeySpec Of =
        new("of", new ExpressionShape("a number or a text of the event such as attributes.door"), "What is counted, each different value once.")
        { Required = true, Examples = ["attributes.door", "source"] };

    public static readonly RuleType Type = new("cardinality", "Counts the different values in a window.", [Of, DetectKeys.Window], Read);

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var value = EventInput.Number(detect, Of, scores, orText: true);
        var window = WindowReader.Read(detect, out var coverage);
        if (value is null || window is not { } spec) return null;
        var detection = new MetricDetection
        {
            TypeName = Type.Name,
            Text = $"distinct({value.Text})",
            Value = value,
            Window = spec,
            Aggregates = [new AggregateCall(AggregateKind.Distinct)],
        };
        var range = NumberSet.Of(Interval.All with { Low = 0, LowIn = true });
        return new ReadDetection(_ => detection, range)
        {
            Meaning = $"cardinality {detection.Text} over {WindowReader.Write(spec, coverage)}",
            Window = spec.Size,
            Coverage = new WindowCoverage(WindowTrend.Rises, range, coverage),
            ForReadings = 2,
        };
    }
}
