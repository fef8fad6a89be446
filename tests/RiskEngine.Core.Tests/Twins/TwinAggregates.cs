using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Registers;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>Every aggregate by its definition, from the list of all values in a window.</summary>
internal static class TwinAggregates
{
    private const double Gamma = 1.01 / 0.99;

    public static double Measure(MetricDetection metric, IReadOnlyList<Reading> window, IReadOnlyList<Reading> all, long end)
    {
        var results = metric.Aggregates.Select(call => Of(call, window, all, metric.Register, metric.Window.Size, end)).ToArray();
        return metric.Combine is { } combine ? combine(results) : results[0];
    }

    /// <param name="call">The aggregate.</param>
    /// <param name="window">What is in the window.</param>
    /// <param name="all">All that came of the key since it began, which is what a register is known from.</param>
    /// <param name="register">What is known of it besides.</param>
    /// <param name="size">How long the window is.</param>
    /// <param name="end">Where it ends.</param>
    public static double Of(AggregateCall call, IReadOnlyList<Reading> window, IReadOnlyList<Reading> all, RegisterLimits register, TimeSpan size, long end)
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
            AggregateKind.Rate => window[^1].At > window[0].At
                ? Increase(window, all, register) / ((window[^1].At - window[0].At) / 1e6) * call.Per.TotalSeconds
                : double.NaN,
            AggregateKind.Slope => Slope(window) * call.Per.TotalSeconds,
            AggregateKind.TimeMean => Known(window, all, size, end) is { Seconds: > 0 } known ? known.Integral / known.Seconds : double.NaN,
            AggregateKind.TimeIntegral => Known(window, all, size, end).Integral / call.Per.TotalSeconds,
            AggregateKind.Distinct => values.Distinct().Count(),
            AggregateKind.Quantile => Quantile(values, call.Parameter),
            _ => throw new NotSupportedException(call.Kind.ToString()),
        };
    }

    private static double Variance(List<double> values) =>
        values.Count < 2 ? double.NaN : values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Count - 1);

    /// <summary>How much the line through the values rises in a second, whose squares are the least.</summary>
    private static double Slope(IReadOnlyList<Reading> window)
    {
        var points = window.Select(reading => (Time: (reading.At - window[0].At) / 1e6, reading.Value)).ToList();
        var (time, value) = (points.Average(point => point.Time), points.Average(point => point.Value));
        var squares = points.Sum(point => (point.Time - time) * (point.Time - time));
        return points.Count < 3 || squares == 0 ? double.NaN : points.Sum(point => (point.Time - time) * (point.Value - value)) / squares;
    }

    /// <summary>The stretches in which each value holds, until the next one or the end: for how many seconds, and their values times their seconds. The value before
    /// the first one holds from the start on where they are no further apart than the window is long.</summary>
    private static (double Seconds, double Integral) Known(IReadOnlyList<Reading> window, IReadOnlyList<Reading> all, TimeSpan size, long end)
    {
        var length = RandomStream.Micros(size);
        var values = window.ToList();
        var before = all.TakeWhile(reading => reading.Offset != window[0].Offset).LastOrDefault();
        if (before is not null && window[0].At - before.At <= length) values.Insert(0, before with { At = end - length });
        var (seconds, integral) = (0.0, 0.0);
        for (var i = 0; i < values.Count; i++)
        {
            var held = ((i + 1 < values.Count ? values[i + 1].At : end) - values[i].At) / 1e6;
            seconds += held;
            integral += held * values[i].Value;
        }

        return (seconds, integral);
    }

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
