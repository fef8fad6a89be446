using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Registers;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>Every aggregate by its definition, from the list of all values in a window.</summary>
internal static class TwinAggregates
{
    private const double Gamma = 1.01 / 0.99;

    public static double Measure(MetricDetection metric, IReadOnlyList<Reading> window, IReadOnlyList<Reading> all)
    {
        var results = metric.Aggregates.Select(call => Of(call, window, all, metric.Register)).ToArray();
        return metric.Combine is { } combine ? combine(results) : results[0];
    }

    /// <param name="call">The aggregate.</param>
    /// <param name="window">What is in the window.</param>
    /// <param name="all">All that came of the key since it began, which is what a register is known from.</param>
    /// <param name="register">What is known of it besides.</param>
    public static double Of(AggregateCall call, IReadOnlyList<Reading> window, IReadOnlyList<Reading> all, RegisterLimits register)
    {
        if (call.Kind == AggregateKind.Count) return window.Count;
        if (window.Count == 0) return double.NaN;
        var values = window.Select(reading => reading.Value).ToList();
        return call.Kind switch
        {
            AggregateKind.Sum => values.Sum(),
            AggregateKind.Min => values.Min(),
            AggregateKind.Max => values.Max(),
            AggregateKind.Mean => values.Average(),
            AggregateKind.Variance => Variance(values),
            AggregateKind.StandardDeviation => Math.Sqrt(Variance(values)),
            AggregateKind.First => values[0],
            AggregateKind.Last => values[^1],
            AggregateKind.Delta => values[^1] - values[0],
            AggregateKind.Increase => Increase(window, all, register),
            AggregateKind.Rate => window[^1].At > window[0].At ? Increase(window, all, register) / ((window[^1].At - window[0].At) / 1e6) : double.NaN,
            AggregateKind.Distinct => values.Distinct().Count(),
            AggregateKind.Quantile => Quantile(values, call.Parameter),
            _ => throw new NotSupportedException(call.Kind.ToString()),
        };
    }

    private static double Variance(List<double> values) =>
        values.Count < 2 ? double.NaN : values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Count - 1);

    private static double Increase(IReadOnlyList<Reading> window, IReadOnlyList<Reading> all, RegisterLimits register)
    {
        var totals = RegisterTwin.Totals(all.Select(reading => (reading.At, reading.Value)), register);
        double TotalAt(Reading reading) => totals[all.ToList().FindIndex(one => one.Offset == reading.Offset)];
        return TotalAt(window[^1]) - TotalAt(window[0]);
    }

    /// <summary>The value of the rank, as the middle of the one-percent bucket that holds it.</summary>
    private static double Quantile(List<double> values, double q)
    {
        var exact = values.Order().ElementAt((int)Math.Floor(q * (values.Count - 1)));
        if (exact == 0) return 0;
        var bucket = Math.Ceiling(Math.Log(Math.Abs(exact)) / Math.Log(Gamma));
        return Math.Sign(exact) * 2 * Math.Pow(Gamma, bucket) / (Gamma + 1);
    }
}
