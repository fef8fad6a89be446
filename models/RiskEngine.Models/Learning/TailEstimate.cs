using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RiskEngine.Core.State;

namespace RiskEngine.Models.Learning;

/// <summary>How rare a statistic is, from its own past: counts on a logarithmic grid, and a power-law tail beyond what was counted.</summary>
/// <remarks>
/// The tail index is Hill's (1975, "A simple general approach to inference about the tail of a distribution"), drawn towards a prior while few
/// large values were seen; extrapolation follows Weissman (1978, "Estimation of parameters and large quantiles based on the k largest
/// observations"). One value moves the top of the grid by little, so an outlier is not learned as normal at once.
/// About 200 bytes; both operations are bounded by the grid.
/// </remarks>
internal class TailEstimate
{
    private const int Bins = 48;
    private const double PerOctave = 4;
    private const double Step = 0.69314718055994531 / PerOctave;
    private const double LowestOctave = -4;
    private const double Last = Bins - 1e-9;
    private const double Beyond = 1000;
    private const double PriorIndex = 0.25;
    private const double PriorWeight = 4;
    private const double Most = 20_000;
    private Counts _counts;
    private double _total;

    /// <summary>How many times finer than a quarter of an octave the grid is, at least 1; with 1, values beyond the grid are judged as its end.</summary>
    protected virtual double Finer => 1;

    /// <summary>How many values it has counted; halved now and then, which is how it forgets.</summary>
    public double Count => _total;

    /// <summary>The chance that a normal value is at least as large, above 0 and at most 1.</summary>
    public double Exceedance(double value)
    {
        if (_total < 1) return 1;
        var position = Math.Min(Finer > 1 ? Beyond : Last, Position(value));
        var enough = Math.Max(12, 0.01 * _total);
        double above = 0;
        var start = Bins - 1;
        for (; start > 0 && above + _counts[start] < enough; start--) above += _counts[start];
        return position < start + 1 || start == Bins - 1 ? Counted(Math.Min(position, Last)) : Extrapolated(position, start);
    }

    /// <summary>Counts one value as normal, with a weight of at most one.</summary>
    public void Learn(double value, double weight = 1)
    {
        var position = Math.Min(Last, Position(value));
        if (_total > 20)
        {
            var top = Bins - 1;
            while (top > 0 && _counts[top] < 0.5f) top--;
            position = Math.Min(position, top + 2.5);
        }

        _counts[(int)position] += (float)weight;
        _total += weight;
        if (_total <= Most) return;
        for (var i = 0; i < Bins; i++) _counts[i] *= 0.5f;
        _total *= 0.5;
    }

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter writer)
    {
        writer.Bytes(MemoryMarshal.AsBytes((Span<float>)_counts));
        writer.Double(_total);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        var saved = reader.Bytes();
        if (saved.Length != Bins * sizeof(float)) throw new StateFormatException($"a tail of {saved.Length} bytes where the model has {Bins * sizeof(float)}");
        saved.CopyTo(MemoryMarshal.AsBytes((Span<float>)_counts));
        _total = reader.Double();
    }

    private double Position(double value) =>
        value <= 0 ? 0 : Math.Max(0, (((Math.Log2(value) * Finer) - LowestOctave) * PerOctave) + 1);

    private double Counted(double position)
    {
        var bin = (int)position;
        double above = _counts[bin] * (1 - (position - bin));
        for (var i = Bins - 1; i > bin; i--) above += _counts[i];
        return Math.Min(1, (above + 0.5) / (_total + 1));
    }

    private double Extrapolated(double position, int start)
    {
        double above = 0, excess = 0;
        for (var i = start; i < Bins; i++)
        {
            above += _counts[i];
            excess += _counts[i] * (i + 0.5 - start);
        }

        var step = Step / Finer;
        var index = ((excess * step) + (PriorIndex * PriorWeight)) / (above + PriorWeight);
        return Math.Min(1, above / _total * Math.Exp(-(position - start) * step / index));
    }

    [InlineArray(Bins)]
    private struct Counts
    {
        private float _first;
    }
}
