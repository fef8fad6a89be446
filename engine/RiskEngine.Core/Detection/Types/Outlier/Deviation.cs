namespace RiskEngine.Core.Detection.Types.Outlier;

/// <summary>How far the largest or the smallest of some values lies from the others.</summary>
/// <param name="Measure">The difference in usual spreads; 0 where it means nothing.</param>
/// <param name="Value">The value.</param>
/// <param name="Median">The median of the others.</param>
/// <param name="Spread">Their usual spread.</param>
internal readonly record struct Deviation(double Measure, double Value, double Median, double Spread)
{
    /// <summary>Of normal values, 1.4826 times the median of absolute differences is the standard deviation.</summary>
    private const double ToStandardDeviation = 1.4826;

    /// <summary>A difference that just means something is three of the least spreads.</summary>
    private const double LeastSpreads = 3;

    /// <summary>The deviation of the first or the last of some values in order. No other one on its side lies further away: the median of the others is the same for all on one
    /// side, and the spread is the smallest where the furthest is left out.</summary>
    /// <param name="sorted">The values, ascending; two or more.</param>
    /// <param name="isLast">Whether it is the last that is compared with the others, or the first.</param>
    /// <param name="minDifference">The smallest difference that means anything; above zero.</param>
    /// <param name="scratch">Room for as many numbers; overwritten.</param>
    public static Deviation OfEnd(ReadOnlySpan<double> sorted, bool isLast, double minDifference, Span<double> scratch)
    {
        var value = isLast ? sorted[^1] : sorted[0];
        var others = isLast ? sorted[..^1] : sorted[1..];
        var median = MedianOf(others);
        var differences = scratch[..others.Length];
        for (var i = 0; i < others.Length; i++) differences[i] = Math.Abs(others[i] - median);
        differences.Sort();
        var spread = ToStandardDeviation * MedianOf(differences);
        var difference = Math.Abs(value - median);
        var measure = difference < minDifference ? 0 : difference / Math.Max(spread, minDifference / LeastSpreads);
        return new Deviation(measure, value, median, spread);
    }

    private static double MedianOf(ReadOnlySpan<double> sorted)
    {
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
