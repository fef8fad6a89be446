using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Windows;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>of</c>: the windows inside the window of a metric.</summary>
internal static class InsideReader
{
    private const double ForEstimates = 0.5;

    /// <summary>The windows inside; null where there is a fault, which is then reported.</summary>
    /// <param name="detect">The metric, which has the key.</param>
    /// <param name="outer">Its window; null where that has a fault of its own.</param>
    /// <param name="measure">Its measure; null where that has a fault of its own.</param>
    /// <param name="scores">Takes the scores that expressions ask for.</param>
    public static MetricDetection? Read(MapReader detect, WindowSpec? outer, Measure? measure, ScoreCalls scores)
    {
        if (detect.Map(OfKeys.Of, OfKeys.All) is not { } map) return null;
        var inner = map.Text(OfKeys.Measure) is not null && map.Scalar(OfKeys.Measure) is { } scalar
            ? MeasureReader.Read(new ExpressionText(map.PathOf(OfKeys.Measure), scalar, map.Report, scores))
            : null;
        var window = WindowReader.ReadInside(map, out var coverage);
        var register = RegisterReader.Read(map, inner?.Aggregates);
        if (measure is not null && measure.Value.Text is not ("value" or "1"))
        {
            detect.Report.Add(DiagnosticCodes.Measure, detect.PlaceOf(OfKeys.Measure),
                $"with of, measure is over what the windows inside measure, which is called value, and not over {measure.Value.Text}", "write e.g. measure: min(value)");
            return null;
        }

        if (inner is null || register is null || window is not { } spec || outer is not { } whole || measure is null || !Fit(detect, map, spec, whole)) return null;
        return new MetricDetection
        {
            Text = $"{inner.Text} over {WindowReader.Write(spec, coverage)}{RegisterReader.Write(register)}",
            Value = inner.Value,
            Window = spec,
            Aggregates = inner.Aggregates,
            Combine = inner.Combine,
            Register = register,
            LeastCoverage = coverage ?? inner.Trend switch { WindowTrend.Same => 0, WindowTrend.Estimates => ForEstimates, _ => 1 },
        };
    }

    /// <summary>Whether windows inside and outside go together.</summary>
    private static bool Fit(MapReader detect, MapReader map, WindowSpec inner, WindowSpec outer)
    {
        var size = Durations.Write(inner.Size);
        if (inner.Every is not { } step)
        {
            map.Report.Add(DiagnosticCodes.Conflict, map.PlaceOf(OfKeys.Window), "windows inside another one end by the clock, and these have no every",
                $"write window: {{size: {size}, every: {size}}}");
            return false;
        }

        if (outer.Every is not { } every)
        {
            var whole = Durations.Write(outer.Size);
            detect.Report.Add(DiagnosticCodes.Conflict, detect.PlaceOf(DetectKeys.Window), "a window that holds others ends by the clock, and this one has no every",
                $"write window: {{size: {whole}, every: {size}}}");
            return false;
        }

        if (inner.Size > outer.Size)
        {
            map.Report.Add(DiagnosticCodes.DurationRange, map.PlaceOf(OfKeys.Window), $"windows of {size} do not lie within one of {Durations.Write(outer.Size)}",
                "write a longer window, or shorter ones inside");
            return false;
        }

        var held = outer.Size - inner.Size + step;
        if (WindowReader.Slices(held, every, step) <= WindowReader.MostSteps) return true;
        map.Report.Add(DiagnosticCodes.DurationRange, map.PlaceOf(OfKeys.Window),
            $"windows of {size} every {Durations.Write(step)} cut {Durations.Write(outer.Size)} into more than {WindowReader.MostSteps} slices",
            "write an every that goes into both windows a whole number of times, not too often");
        return false;
    }
}
