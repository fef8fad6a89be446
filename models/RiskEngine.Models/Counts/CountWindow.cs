using RiskEngine.Core.State;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Counts;

/// <summary>The sum of the last counts against the sum of what was expected, with the dispersion that such sums have in this series.</summary>
/// <remarks>
/// A negative binomial's variance: mean + dispersion · mean². Counts of neighbouring rows move together, so every length learns a dispersion of its
/// own, from mean absolute deviations with the far ones cut, by the hour of the day, shrunk to that of the whole series.
/// 8 bytes a row and about 400; a row costs its length.
/// </remarks>
internal sealed class CountWindow
{
    private const double MostDispersion = 4;
    private const double FarthestLearned = 1.5;
    private const int Hours = 24;
    private const double Prior = 600;
    private readonly float[] _counts, _means;
    private int _next, _filled;
    private double _count, _mean;
    private readonly float[] _hourDeviations = new float[Hours], _hourSums = new float[Hours], _hourWeight = new float[Hours];
    private RunningMean _deviations, _sums;

    /// <summary>Creates an empty window.</summary>
    /// <param name="rows">Its length, at least 1.</param>
    public CountWindow(int rows) => (_counts, _means) = (new float[rows], new float[rows]);

    /// <summary>How much more such sums vary than Poisson counts: variance = mean + dispersion · mean².</summary>
    public double Dispersion { get; private set; }

    /// <summary>Sum of the counts.</summary>
    public double Count => _count;

    /// <summary>Sum of what was expected.</summary>
    public double Mean => _mean;

    /// <summary>How many rows the window has.</summary>
    public int Rows => _counts.Length;

    /// <summary>Takes in one row and returns how far the sum lies from what was expected, in standard deviations; 0 until the window is full.</summary>
    public double Observe(double count, double mean, int hour)
    {
        Dispersion = DispersionAt(hour);
        _counts[_next] = (float)count;
        _means[_next] = (float)mean;
        _next = (_next + 1) % _counts.Length;
        if (_filled < _counts.Length) _filled++;
        (_count, _mean) = (0, 0);
        for (var row = 0; row < _filled; row++)
        {
            _count += _counts[row];
            _mean += _means[row];
        }

        return _filled < _counts.Length ? 0 : (_count - _mean) / Math.Sqrt(_mean + 0.25 + (Dispersion * _mean * _mean));
    }

    /// <summary>Learns how far this sum lies from its mean.</summary>
    /// <param name="rate">Least weight of a new row, above 0.</param>
    /// <param name="hour">Hour of the day, 0 to 23.</param>
    public void Learn(double rate, int hour)
    {
        if (_filled < _counts.Length) return;
        var unit = Math.Sqrt(_mean + 0.25);
        var usual = Math.Sqrt(1 + (Dispersion * _mean));
        var far = Math.Min(Math.Abs(_count - _mean) / unit, _deviations.Count < 50 ? double.MaxValue : FarthestLearned * usual);
        _deviations.Add(far, rate);
        _sums.Add(_mean, rate);
        _hourWeight[hour] = (float)Math.Min(_hourWeight[hour] + 1, 1 / (rate * 24));
        var share = 1 / Math.Max(1, _hourWeight[hour]);
        _hourDeviations[hour] += ((float)far - _hourDeviations[hour]) * share;
        _hourSums[hour] += ((float)_mean - _hourSums[hour]) * share;
    }

    /// <summary>Forgets the rows, not the dispersion: after a gap neighbours are no neighbours.</summary>
    public void Restart()
    {
        _filled = _next = 0;
        Array.Clear(_counts);
        Array.Clear(_means);
    }

    private double DispersionAt(int hour)
    {
        var all = From(_deviations.Value, _sums.Value);
        var own = From(_hourDeviations[hour], _hourSums[hour]);
        var weight = _hourWeight[hour] / (_hourWeight[hour] + Prior);
        return (own * weight) + (all * (1 - weight));
    }

    private static double From(double deviation, double mean) =>
        Math.Clamp(((deviation * deviation * Math.PI / 2) - 1) / Math.Max(mean, 0.05), 0, MostDispersion);

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter writer)
    {
        writer.Save(_counts);
        writer.Save(_means);
        writer.Count(_next);
        writer.Count(_filled);
        _deviations.Save(writer);
        _sums.Save(writer);
        writer.Save(_hourDeviations);
        writer.Save(_hourSums);
        writer.Save(_hourWeight);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        reader.Restore(_counts);
        reader.Restore(_means);
        _next = reader.Small();
        _filled = reader.Small();
        if (_next >= _counts.Length || _filled > _counts.Length) throw new StateFormatException($"row {_next} of a window of {_counts.Length} rows");
        _deviations.Restore(ref reader);
        _sums.Restore(ref reader);
        reader.Restore(_hourDeviations);
        reader.Restore(_hourSums);
        reader.Restore(_hourWeight);
    }
}
