using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Windows;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>change</c>: how much a number has changed over a window.</summary>
internal static class ChangeType
{
    private static readonly KeySpec As = new("as",
        new WordShape(("delta", "latest minus earliest value"), ("percent", "the same in percent of the earliest value"),
            ("increase", "what a meter's register has counted"), ("rate", "the same per second")),
        "How the change is expressed.")
    { Default = "delta", Examples = ["increase"] };

    public static readonly RuleType Type =
        new("change", "Compares how much a number has changed over a window.", [DetectKeys.Measure, As, DetectKeys.Window, RegisterKeys.Register], Read);

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var kind = detect.Has(As) ? detect.Word(As) : "delta";
        var value = EventInput.Number(detect, DetectKeys.Measure, scores);
        var window = WindowReader.Read(detect, out var coverage);
        var aggregates = AggregatesOf(kind);
        var register = RegisterReader.Read(detect, aggregates);
        if (kind is null || value is null || aggregates is null || register is null || window is not { } spec) return null;
        var detection = new MetricDetection
        {
            TypeName = Type.Name,
            Text = $"{kind}({value.Text})",
            Value = value,
            Window = spec,
            Aggregates = aggregates,
            Register = register,
            Combine = kind == "percent" ? static v => v[1] == 0 ? double.NaN : 100 * v[0] / Math.Abs(v[1]) : null,
        };
        var range = kind is "increase" or "rate" ? NumberSet.Of(Interval.All with { Low = 0, LowIn = true }) : NumberSet.Of(Interval.All);
        return new ReadDetection(_ => detection, range)
        {
            Meaning = $"change {detection.Text} over {WindowReader.Write(spec, coverage)}{RegisterReader.Write(register)}",
            Window = spec.Size,
            Coverage = new WindowCoverage(TrendOf(kind), range, coverage),
            ForReadings = 2,
        };
    }

    private static WindowTrend TrendOf(string kind) => kind switch
    {
        "increase" => WindowTrend.Rises,
        "rate" => WindowTrend.Estimates,
        _ => WindowTrend.Moves,
    };

    private static AggregateCall[]? AggregatesOf(string? kind) => kind switch
    {
        null => null,
        "increase" => [new AggregateCall(AggregateKind.Increase)],
        "rate" => [new AggregateCall(AggregateKind.Rate)],
        "percent" => [new AggregateCall(AggregateKind.Delta), new AggregateCall(AggregateKind.First)],
        _ => [new AggregateCall(AggregateKind.Delta)],
    };
}
