using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RiskEngine.Core.State;

namespace RiskEngine.Models.Univariate;

/// <summary>Looks for a rhythm that the clock does not have: a period found twice running by autocorrelation.</summary>
/// <remarks>
/// Sixty-four means of 1, 2, 4 ... readings, one coarseness after the other, up to eight days of them; a peak of the autocorrelation after
/// a dip is a period (Box and Jenkins, 1970, "Time Series Analysis"), its place refined by a parabola. Periods that divide the day are
/// the clock's own and not told. About 120 bytes; each reading adds to a mean, the search runs once per sixty-four means.
/// </remarks>
internal sealed class PeriodSearch
{
    private const int Points = 64;
    private const int ShortestLag = 5;
    private const int LongestLag = 24;
    private const double Peak = 0.5;
    private const double Dip = 0.2;
    private const double Unit = 16;
    private const double Alike = 0.06;
    private const double OfTheDay = 0.03;
    private const double DayMicros = 86_400e6;
    private const double LongestMicros = 8 * DayMicros;
    private Values _values;
    private float _sum, _candidate, _period;
    private int _rows, _points, _doublings;

    /// <summary>The period, in microseconds; 0 where none was found.</summary>
    public double PeriodMicros => _period;

    /// <summary>Takes in how far a reading is from the slow level, in usual deviations.</summary>
    public void Observe(double deviation, double stepMicros)
    {
        _sum += (float)deviation;
        if (++_rows < 1 << _doublings) return;
        _values[_points++] = (sbyte)Math.Clamp(Math.Round(_sum / _rows * Unit), -sbyte.MaxValue, sbyte.MaxValue);
        (_sum, _rows) = (0, 0);
        if (_points < Points) return;
        _points = 0;
        var pointMicros = stepMicros * (1 << _doublings);
        Judge(Lag(_values) * pointMicros);
        _doublings = 2 * pointMicros * Points <= LongestMicros ? _doublings + 1 : 0;
    }

    /// <summary>Starts anew.</summary>
    public void Forget() => (_values, _sum, _candidate, _period, _rows, _points, _doublings) = (default, 0, 0, 0, 0, 0, 0);

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter writer)
    {
        writer.Raw(MemoryMarshal.AsBytes((Span<sbyte>)_values));
        writer.Double(_sum);
        writer.Double(_candidate);
        writer.Double(_period);
        writer.Count(_rows);
        writer.Count(_points);
        writer.Count(_doublings);
    }

    /// <summary>Reads the state.</summary>
    /// <exception cref="StateFormatException">The state is damaged.</exception>
    public void Restore(ref StateReader reader)
    {
        reader.Raw(Points).CopyTo(MemoryMarshal.AsBytes((Span<sbyte>)_values));
        _sum = (float)reader.Double();
        _candidate = (float)reader.Double();
        _period = (float)reader.Double();
        _rows = reader.Small();
        _points = reader.Small();
        _doublings = reader.Small();
        if (_points >= Points || _doublings > 30) throw new StateFormatException("a search for a period past its end");
    }

    /// <summary>The lag of the first high peak of the autocorrelation, 0 where there is none.</summary>
    private static double Lag(ReadOnlySpan<sbyte> values)
    {
        var dipped = false;
        double before = 1, here = 1;
        for (var lag = 1; lag <= LongestLag + 1; lag++)
        {
            var next = Correlation(values, lag);
            if (lag - 1 >= ShortestLag && dipped && here >= Peak && here >= before && here > next)
                return lag - 1 + (0.5 * (before - next) / (before - (2 * here) + next));
            dipped |= next < Dip;
            (before, here) = (here, next);
        }

        return 0;
    }

    private static double Correlation(ReadOnlySpan<sbyte> values, int lag)
    {
        double sum = 0;
        foreach (var value in values) sum += value;
        var mean = sum / values.Length;
        double product = 0, early = 1e-9, late = 1e-9;
        for (var i = lag; i < values.Length; i++)
        {
            double a = values[i - lag] - mean, b = values[i] - mean;
            product += a * b;
            early += a * a;
            late += b * b;
        }

        return product / Math.Sqrt(early * late);
    }

    private void Judge(double period)
    {
        if (period <= 0) return;
        var inDay = DayMicros / period;
        if (inDay > 1 - OfTheDay && Math.Abs(inDay - Math.Round(inDay)) < OfTheDay * inDay) return;
        if (Math.Abs(period - _candidate) < Alike * period) _period = (float)((period + _candidate) / 2);
        _candidate = (float)period;
    }

    [InlineArray(Points)]
    private struct Values
    {
        private sbyte _first;
    }
}
