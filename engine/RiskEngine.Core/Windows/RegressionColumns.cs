using RiskEngine.Core.Time;

namespace RiskEngine.Core.Windows;

/// <summary>The columns of a pane from which the slope of the line through its values is read, fitted by least squares.</summary>
/// <remarks>
/// Means and products of deviations, which merge after Chan, Golub and LeVeque (1979), "Updating formulae and a pairwise algorithm for computing sample
/// variances". Times are microseconds from the pane's first value, so that those of today lose no digits. Benchmark: PaneBenchmarks.
/// </remarks>
/// <param name="at">The first of its columns; negative where there are none.</param>
internal readonly struct RegressionColumns(int at)
{
    /// <summary>How many columns it takes.</summary>
    public const int Width = 5;

    private const int Fewest = 3;
    private readonly int _origin = at;
    private readonly int _time = at + 1;
    private readonly int _value = at + 2;
    private readonly int _timeSquares = at + 3;
    private readonly int _products = at + 4;

    /// <summary>Whether there are any.</summary>
    public bool Any => _origin >= 0;

    /// <summary>Takes the first value of a pane.</summary>
    public void Start(Span<double> pane, double value, EventTime at)
    {
        pane[_origin] = at.Micros;
        pane[_time] = 0;
        pane[_value] = value;
        pane[_timeSquares] = 0;
        pane[_products] = 0;
    }

    /// <summary>Takes a further value; the count includes it.</summary>
    public void Add(Span<double> pane, double value, EventTime at, double count)
    {
        var ahead = at.Micros - pane[_origin] - pane[_time];
        var above = value - pane[_value];
        pane[_time] += ahead / count;
        pane[_value] += above / count;
        var share = (count - 1) / count;
        pane[_timeSquares] += ahead * ahead * share;
        pane[_products] += ahead * above * share;
    }

    /// <summary>Merges a later pane of so many values into an earlier one of so many.</summary>
    public void Merge(Span<double> into, double count, ReadOnlySpan<double> later, double laterCount)
    {
        var all = count + laterCount;
        var ahead = later[_origin] - into[_origin] + later[_time] - into[_time];
        var above = later[_value] - into[_value];
        var share = count * laterCount / all;
        into[_time] += ahead * laterCount / all;
        into[_value] += above * laterCount / all;
        into[_timeSquares] += later[_timeSquares] + (ahead * ahead * share);
        into[_products] += later[_products] + (ahead * above * share);
    }

    /// <summary>How much the line rises in a microsecond; NaN below three values, and where all are of one time.</summary>
    public double Slope(ReadOnlySpan<double> pane, double count) =>
        count < Fewest || pane[_timeSquares] == 0 ? double.NaN : pane[_products] / pane[_timeSquares];
}
