using RiskEngine.Core.Windows;

namespace RiskEngine.Rules.Expressions;

/// <summary>The names of aggregates.</summary>
internal static class AggregateName
{
    private static readonly Dictionary<string, AggregateCall> Calls = new()
    {
        ["count"] = new(AggregateKind.Count), ["sum"] = new(AggregateKind.Sum), ["min"] = new(AggregateKind.Min), ["max"] = new(AggregateKind.Max),
        ["avg"] = new(AggregateKind.Mean), ["median"] = new(AggregateKind.Quantile, 0.5), ["quantile"] = new(AggregateKind.Quantile),
        ["variance"] = new(AggregateKind.Variance), ["stddev"] = new(AggregateKind.StandardDeviation), ["first"] = new(AggregateKind.First),
        ["last"] = new(AggregateKind.Last), ["delta"] = new(AggregateKind.Delta), ["increase"] = new(AggregateKind.Increase),
        ["rate"] = new(AggregateKind.Rate), ["distinct"] = new(AggregateKind.Distinct),
        ["slope"] = new(AggregateKind.Slope), ["time_avg"] = new(AggregateKind.TimeMean), ["time_integral"] = new(AggregateKind.TimeIntegral),
    };

    private static readonly Dictionary<string, string> OtherWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mean"] = "avg", ["average"] = "avg", ["std"] = "stddev", ["stdev"] = "stddev", ["sd"] = "stddev", ["var"] = "variance", ["maximum"] = "max",
        ["minimum"] = "min", ["total"] = "sum", ["percentile"] = "quantile", ["cardinality"] = "distinct", ["unique"] = "distinct", ["latest"] = "last",
        ["earliest"] = "first", ["change"] = "delta", ["num"] = "count", ["size"] = "count", ["avg_over_time"] = "avg",
        ["deriv"] = "slope", ["derivative"] = "slope", ["trend"] = "slope", ["regression"] = "slope", ["linreg"] = "slope", ["gradient"] = "slope",
        ["time_weighted_avg"] = "time_avg", ["timeWeightedAvg"] = "time_avg", ["twa"] = "time_avg", ["time_mean"] = "time_avg", ["time_average"] = "time_avg",
        ["integral"] = "time_integral", ["integrate"] = "time_integral", ["time_sum"] = "time_integral",
    };

    public static IEnumerable<string> All => Calls.Keys;

    public static bool TryFind(string name, out AggregateCall call) => Calls.TryGetValue(name, out call);

    /// <summary>The aggregate that another tool calls so.</summary>
    public static string? Synonym(string name) => OtherWords.GetValueOrDefault(name);
}
