using RiskEngine.Core.State;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Multivariate;

/// <summary>How far a smoothed vector of deviations lies from its usual cloud, correlations counted, by Hotelling's T².</summary>
/// <remarks>
/// A multivariate EWMA chart (Lowry et al., 1992, "A multivariate exponentially weighted moving average control chart") over correlations that
/// are learned on line and shrunk (Ledoit and Wolf, 2004), the more the fewer independent rows were seen: a mean over many rows makes few of them. The factor is renewed every sixteenth row, so a row costs O(channels²).
/// </remarks>
internal sealed class JointDistance
{
    private const int Renewal = 16;
    private const double Straight = 6;
    private const double Farthest = 1e9;
    private const double DoubtfulSpreads = 5;
    private const double LearnedSpreads = 1.5;
    private const double RowsPerChannel = 2;
    private const int FirstLook = 300;
    private readonly double _span, _memory, _shrinkage;
    private readonly int _channels;
    private readonly double[] _smooth, _mean, _solved, _covariance, _factor;
    private RunningMean _typical, _spread;
    private double _distance;
    private int _learned, _count;

    public JointDistance(int channels, double span, double memory, double shrinkage)
    {
        (_channels, _span, _memory, _shrinkage) = (channels, span, memory, shrinkage);
        (_smooth, _mean, _solved) = (new double[channels], new double[channels], new double[channels]);
        (_covariance, _factor) = (new double[channels * channels], new double[channels * channels]);
        for (var c = 0; c < channels; c++) _covariance[(c * channels) + c] = _factor[(c * channels) + c] = 1;
    }

    /// <summary>Whether the last distance is too far off the usual ones to be learned as they are, whatever a tail may have learned.</summary>
    public bool IsFar => _typical.Count > FirstLook && _distance > _typical.Value + (DoubtfulSpreads * _spread.Value);

    /// <summary>Takes in one vector of deviations and returns the distance of the smoothed one.</summary>
    public double Observe(ReadOnlySpan<double> deviations)
    {
        var rate = 1 / Math.Min(_span, ++_count);
        for (var c = 0; c < _channels; c++) _smooth[c] += (Bent(deviations[c]) - _smooth[c]) * rate;
        if (_count == int.MaxValue) _count = (int)_span + 1;
        Solve();
        var distance = 0.0;
        for (var c = 0; c < _channels; c++) distance += (_smooth[c] - _mean[c]) * _solved[c];
        return _distance = Math.Sqrt(Math.Max(0, distance) / _channels);
    }

    /// <summary>Learns the smoothed vector as usual, at a share of the usual pace.</summary>
    public void Learn(double pace)
    {
        _learned = Math.Min(_learned + 1, int.MaxValue - 1);
        var rate = pace / Math.Min(_memory, _learned);
        var weight = Weight(rate);
        for (var c = 0; c < _channels; c++) _mean[c] += (_smooth[c] - _mean[c]) * rate * weight;
        for (var row = 0; row < _channels; row++)
        {
            var far = _smooth[row] - _mean[row];
            for (var c = 0; c <= row; c++)
            {
                ref var entry = ref _covariance[(row * _channels) + c];
                entry += ((far * (_smooth[c] - _mean[c]) * weight * weight) - entry) * rate;
            }
        }

        if (_learned % Renewal == 0) Factor();
    }

    /// <summary>The share of each channel in the last distance, not below zero, not normalised.</summary>
    public double Share(int channel) => Math.Max(0, (_smooth[channel] - _mean[channel]) * _solved[channel]);

    public void Save(StateWriter writer)
    {
        writer.Save(_smooth);
        writer.Save(_mean);
        writer.Save(_covariance);
        writer.Save(_factor);
        _typical.Save(writer);
        _spread.Save(writer);
        writer.Double(_distance);
        writer.Count(_learned);
        writer.Count(_count);
    }

    public void Restore(ref StateReader reader)
    {
        reader.Restore(_smooth);
        reader.Restore(_mean);
        reader.Restore(_covariance);
        reader.Restore(_factor);
        _typical.Restore(ref reader);
        _spread.Restore(ref reader);
        _distance = reader.Double();
        _learned = reader.Small();
        _count = reader.Small();
    }

    /// <summary>Straight near zero and logarithmic beyond: a huge deviation stays larger than a large one and cannot rule a mean for long.</summary>
    private static double Bent(double deviation)
    {
        var far = Math.Abs(deviation);
        return far <= Straight ? deviation : Math.CopySign(Straight * (1 + Math.Log(Math.Min(far, Farthest) / Straight)), deviation);
    }

    /// <summary>Draws a far vector to where usual ones end (Huber, 1964, "Robust Estimation of a Location Parameter"), and learns how far usual ones lie.</summary>
    private double Weight(double rate)
    {
        var room = _typical.Value + (LearnedSpreads * _spread.Value);
        var weight = _typical.Count < FirstLook || _distance <= room ? 1 : room / _distance;
        _spread.Add(Math.Abs((weight * _distance) - _typical.Value), rate);
        _typical.Add(weight * _distance, rate);
        return weight;
    }

    private void Solve()
    {
        for (var row = 0; row < _channels; row++)
        {
            var sum = _smooth[row] - _mean[row];
            for (var c = 0; c < row; c++) sum -= _factor[(row * _channels) + c] * _solved[c];
            _solved[row] = sum / _factor[(row * _channels) + row];
        }

        for (var row = _channels - 1; row >= 0; row--)
        {
            var sum = _solved[row];
            for (var c = row + 1; c < _channels; c++) sum -= _factor[(c * _channels) + row] * _solved[c];
            _solved[row] = sum / _factor[(row * _channels) + row];
        }
    }

    /// <summary>Cholesky's factor of the shrunk covariance; a floor under the diagonal keeps constant channels harmless.</summary>
    private void Factor()
    {
        const double floor = 1e-3;
        var shrinkage = _shrinkage + ((1 - _shrinkage) * Math.Min(1, RowsPerChannel * _channels * _span / _learned));
        for (var row = 0; row < _channels; row++)
        {
            for (var c = 0; c <= row; c++)
            {
                var sum = row == c ? _covariance[(row * _channels) + c] + floor : _covariance[(row * _channels) + c] * (1 - shrinkage);
                for (var k = 0; k < c; k++) sum -= _factor[(row * _channels) + k] * _factor[(c * _channels) + k];
                _factor[(row * _channels) + c] = row == c ? Math.Sqrt(Math.Max(sum, floor)) : sum / _factor[(c * _channels) + c];
            }
        }
    }
}
