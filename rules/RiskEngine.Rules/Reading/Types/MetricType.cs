using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Windows;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>metric</c>: aggregates over a window.</summary>
internal static class MetricType
{
    private static readonly KeySpec Aggregates = new("measure", new ExpressionShape("aggregates of one number such as avg(value) or max(value) - min(value)"),
        "Aggregates of one number over the window, alone or in a calculation: count, sum, min, max, avg, median, quantile, stddev, variance, " +
        "first, last, delta, increase, rate, slope, time_avg, time_integral, distinct.")
    { Required = true, Examples = ["avg(value)", "max(value) - min(value)", "quantile(value, 0.95)", "slope(value, 1h)", "count()", "distinct(attributes.door)"] };

    public static readonly RuleType Type = new("metric", "Compares an aggregate of a number over a window.",
        [Aggregates, DetectKeys.Window, OfKeys.Of, RegisterKeys.Register], Read);

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var measure = detect.Text(Aggregates) is not null && detect.Scalar(Aggregates) is { } scalar
            ? MeasureReader.Read(new ExpressionText(detect.PathOf(Aggregates), scalar, detect.Report, scores))
            : null;
        var window = WindowReader.Read(detect, out var coverage);
        var register = RegisterReader.Read(detect, measure?.Aggregates);
        var inner = detect.Has(OfKeys.Of) ? InsideReader.Read(detect, window, measure, scores) : null;
        if (measure is null || register is null || window is not { } spec || (inner is null && detect.Has(OfKeys.Of))) return null;
        var text = inner is null ? measure.Text : $"{measure.Text} of {inner.Text}";
        return new ReadDetection(
            _ => new MetricDetection
            {
                Text = text, Value = measure.Value, Inner = inner, Window = spec, Aggregates = measure.Aggregates, Combine = measure.Combine, Register = register,
            },
            RangeOf(measure))
        {
            Meaning = $"metric {text} of {inner?.Value.Text ?? measure.Value.Text} over {WindowReader.Write(spec, coverage)}{RegisterReader.Write(register)}",
            Window = inner?.Window.Size ?? spec.Size,
            Coverage = new WindowCoverage(measure.Trend, RangeOf(measure), coverage) { IsMixed = measure is { Trend: WindowTrend.Estimates, Combine: not null } },
            ForReadings = measure.Aggregates is [{ Kind: AggregateKind.Count }] ? 1 : 2,
        };
    }

    private static NumberSet RangeOf(Measure measure)
    {
        if (measure.Combine is not null) return NumberSet.Of(Interval.All);
        return measure.Aggregates[0].Kind switch
        {
            AggregateKind.Count or AggregateKind.Distinct or AggregateKind.Increase or AggregateKind.Rate or AggregateKind.Variance
                or AggregateKind.StandardDeviation => NumberSet.Of(Interval.All with { Low = 0, LowIn = true }),
            _ => NumberSet.Of(Interval.All),
        };
    }
}
