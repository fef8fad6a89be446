using System.Globalization;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Windows;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>percentage</c>: the share of the events in a window for which a condition holds.</summary>
internal static class PercentageType
{
    private static readonly KeySpec Of =
        new("of", Shapes.OverEvent, "The condition whose share is measured, over the events that on and where let through.")
        { Required = true, Examples = ["attributes.result == \"denied\"", "value > 5.0"] };

    private static readonly KeySpec AtLeast = new("at_least", new NumberShape(1, 1e9, Whole: true), "Fewer events than this in the window are not measured.")
    { Default = "1", Examples = ["20"] };

    public static readonly RuleType Type =
        new("percentage", "Measures the share of events for which a condition holds, in percent.", [Of, AtLeast, DetectKeys.Window], Read);

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var condition = EventInput.Condition(detect, Of, scores);
        var least = detect.Has(AtLeast) ? detect.Number(AtLeast) : 1;
        var window = WindowReader.Read(detect, out var coverage);
        if (condition is null || least is not { } fewest || window is not { } spec) return null;
        var detection = new MetricDetection
        {
            TypeName = Type.Name,
            Text = $"percentage({condition.Text})",
            Value = new EventNumber($"({condition.Text}) as 1 or 0", e => condition.Evaluate(e) switch { Outcome.True => 1, Outcome.False => 0, _ => double.NaN }),
            Window = spec,
            Aggregates = [new AggregateCall(AggregateKind.Sum), new AggregateCall(AggregateKind.Count)],
            Combine = static v => 100 * v[0] / v[1],
            MinCount = (long)fewest,
        };
        var range = NumberSet.Of(new Interval(0, true, 100, true));
        return new ReadDetection(_ => detection, range)
        {
            Meaning = string.Create(CultureInfo.InvariantCulture, $"percentage {detection.Text} of {fewest} or more over {WindowReader.Write(spec, coverage)}"),
            Window = spec.Size,
            Coverage = new WindowCoverage(WindowTrend.Same, range, coverage),
            ForReadings = 2,
        };
    }
}
