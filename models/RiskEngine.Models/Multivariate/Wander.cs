using RiskEngine.Core.State;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Multivariate;

/// <summary>How much of each channel's deviations is slow swing, and how little a young series can know of it: such deviations count for less at first.</summary>
/// <remarks>
/// A channel that wanders (a temperature) shows little of its range in a few hundred rows, whatever their number: neighbours repeat each other, so the
/// independent readings are few (Bayley and Hammersley, 1946, "The 'effective' number of independent observations in an autocorrelated time series").
/// The share of the variance that survives a mean over 100 rows tells such channels; white noise keeps half a percent. Twelve spans without it
/// are taken as enough to know the range. 48 bytes a channel.
/// </remarks>
internal sealed class Wander
{
    private const double Span = 100;
    private const double SpansToKnow = 12;
    private const double Memory = 5000;
    private const double Farthest = 6;
    private readonly double[] _deviations, _tempered, _slow;
    private readonly RunningMean[] _slowSquare, _square;
    private int _rows;

    /// <summary>Creates one that has seen nothing.</summary>
    /// <param name="channels">At least 1.</param>
    public Wander(int channels)
    {
        (_deviations, _tempered, _slow) = (new double[channels], new double[channels], new double[channels]);
        (_slowSquare, _square) = (new RunningMean[channels], new RunningMean[channels]);
    }

    /// <summary>The deviations, each as far as its channel's range is known.</summary>
    /// <param name="deviations">One per channel; looked at again when learning.</param>
    public double[] Temper(double[] deviations)
    {
        for (var c = 0; c < deviations.Length; c++)
        {
            _deviations[c] = deviations[c];
            var swing = _square[c].Value > 0 ? Math.Min(1, _slowSquare[c].Value / _square[c].Value) : 1;
            var unknown = SpansToKnow * 2 * Span * swing / Math.Max(1, _rows);
            _tempered[c] = deviations[c] / Math.Sqrt(1 + (unknown * unknown));
        }

        return _tempered;
    }

    /// <summary>Learns the deviations last given.</summary>
    /// <param name="values">NaN where a channel had none.</param>
    public void Learn(double[] values)
    {
        for (var c = 0; c < values.Length; c++)
        {
            if (double.IsNaN(values[c])) continue;
            var deviation = Math.Clamp(_deviations[c], -Farthest, Farthest);
            _slow[c] += (deviation - _slow[c]) / Math.Min(Span, _rows + 1);
            _slowSquare[c].Add(_slow[c] * _slow[c], 1 / Memory);
            _square[c].Add(deviation * deviation, 1 / Memory);
        }

        _rows = Math.Min(_rows + 1, int.MaxValue - 1);
    }

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter writer)
    {
        writer.Save(_slow);
        for (var c = 0; c < _slow.Length; c++)
        {
            _slowSquare[c].Save(writer);
            _square[c].Save(writer);
        }

        writer.Count(_rows);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        reader.Restore(_slow);
        for (var c = 0; c < _slow.Length; c++)
        {
            _slowSquare[c].Restore(ref reader);
            _square[c].Restore(ref reader);
        }

        _rows = reader.Small();
    }
}
