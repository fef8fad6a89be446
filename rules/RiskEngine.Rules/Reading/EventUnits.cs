using System.Text.RegularExpressions;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.Spike;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Windows;

namespace RiskEngine.Rules.Reading;

/// <summary>Which unit a rule wants its events to have: that of its measure, where the measure is in the unit of the value.</summary>
internal static partial class EventUnits
{
    /// <summary>The unit; empty where events of any unit will do, because the measure is something else (a count, a rate, a score, a number that was converted).</summary>
    public static string Of(string unit, Detection detection) => detection switch
    {
        ThresholdDetection threshold when threshold.Value == EventNumber.Value => unit,
        MetricDetection { Inner: { } inner } outer when inner.Value == EventNumber.Value && IsInUnitOfValue(inner) && IsInUnitOfValue(outer) => unit,
        MetricDetection { Inner: null } metric when metric.Value == EventNumber.Value && IsInUnitOfValue(metric) => unit,
        SpikeDetection { IsDifference: true } spike when spike.Value == EventNumber.Value && IsInUnitOfValue(spike.Aggregate) => unit,
        _ => "",
    };

    /// <summary>A sum is left out: what flows in a minute adds up to something else.</summary>
    private static bool IsInUnitOfValue(MetricDetection metric) =>
        metric.Aggregates.All(IsInUnitOfValue)
        && (metric.Combine is null || (metric.TypeName == "metric" && Difference().IsMatch(Call().Replace(metric.Text, ""))));

    private static bool IsInUnitOfValue(AggregateCall call) =>
        call.Kind is AggregateKind.Min or AggregateKind.Max or AggregateKind.Mean or AggregateKind.TimeMean or AggregateKind.Quantile or AggregateKind.StandardDeviation
            or AggregateKind.First or AggregateKind.Last or AggregateKind.Delta or AggregateKind.Increase;

    [GeneratedRegex(@"[a-z_0-9]+\s*\([^()]*\)")]
    private static partial Regex Call();

    [GeneratedRegex(@"^[-+()\s]*\z")]
    private static partial Regex Difference();
}
