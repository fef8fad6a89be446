using RiskEngine.Core.State;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Multivariate;

/// <summary>How far a smoothed vector of deviations lies from its usual cloud, correlations counted, by Hotelling's T².</summary>
/// <remarks>
/// A multivariate EWMA chart (Lowry et al., 1992, "A multivariate exponentially weighted moving average control chart") over correlations that
/// are learned on line and shrunk (Ledoit and Wolf, 2004), the more the fewer independent rows were seen: a mean over many rows makes few of them. The factor
/// is renewed every sixteenth row, so a row costs O(channels²).
/// </remarks>
internal sealed class JointDistance
{
    private const int Renewal = 16;
    private const double Straight = 6;
    private const double Farthest = 1e9;
    private const double DoubtfulSpreads = 5;
    private const double LearnedSpreads = 1.5;
    private const double RowsPerChannel = 1;
    private const double CloseRidge = 0.01;
    private const int FirstLook = 300;
    private readonly double _span;
    private readonly JointParameters _parameters;
    private readonly int _channels;
    private readonly double[] _smooth, _mean, _far, _covariance;
    private readonly RidgedFactor _wide;
    private readonly RidgedFactor? _close;
    private RunningMean _typical, _spread;
    private double _distance;
    private int _learned, _count;

    /// <summary>Creates one that has seen nothing.</summary>
    /// <param name="channels">At least 1.</param>
    /// <param name="span">Rows that its mean of the deviations spans.</param>
    /// <param name="parameters">Those of the model.</param>
    /// <param name="looksClose">Whether it also measures under next to no ridge.</param>
    public JointDistance(int channels, double span, JointParameters parameters, bool looksClose)
    {
        (_channels, _span, _parameters) = (channels, span, parameters);
        (_smooth, _mean, _far, _covariance) = (new double[channels], new double[channels], new double[channels], new double[channels * channels]);
        for (var c = 0; c < channels; c++) _covariance[(c * channels) + c] = 1;
        _wide = new RidgedFactor(channels, parameters.Ridge);
        if (looksClose) _close = new RidgedFactor(channels, CloseRidge);
    }

    /// <summary>The last distance under next to no ridge, in which a broken relation between channels stands out; 0 where it does not look close.</summary>
    public double Close { get; private set; }

    /// <summary>Whether the last distance is too far off the usual ones to be learned as they are, whatever a tail may have learned.</summary>
    public bool IsFar => _typical.Count > FirstLook && _distance > _typical.Value + (DoubtfulSpreads * _spread.Value);

    /// <summary>Takes in one vector of deviations and returns the distance of the smoothed one.</summary>
    public double Observe(ReadOnlySpan<double> deviations)
    {
        var rate = 1 / Math.Min(_span, ++_count);
        for (var c = 0; c < _channels; c++) _smooth[c] += (Bent(deviations[c]) - _smooth[c]) * rate;
        if (_count == int.MaxValue) _count = (int)_span + 1;
        for (var c = 0; c < _channels; c++) _far[c] = _smooth[c] - _mean[c];
        if (_close is not null) Close = _close.Distance(_far);
        return _distance = _wide.Distance(_far);
    }

    /// <summary>Learns the smoothed vector as usual, at a share of the usual pace.</summary>
    public void Learn(double pace)
    {
        _learned = Math.Min(_learned + 1, int.MaxValue - 1);
        var rate = pace / Math.Min(_parameters.Memory, _learned);
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

        if (_learned % Renewal != 0) return;
        var shrinkage = _parameters.Shrinkage + ((1 - _parameters.Shrinkage) * Math.Min(1, RowsPerChannel * _channels * _span / _learned));
        _wide.Renew(_covariance, shrinkage);
        _close?.Renew(_covariance, shrinkage);
    }

    /// <summary>The share of a channel in the last distance, not below zero, not normalised.</summary>
    /// <param name="channel">From 0.</param>
    /// <param name="close">Whether in that under next to no ridge.</param>
    public double Share(int channel, bool close) => close && _close is not null ? _close.Share(channel) : _wide.Share(channel);

    public void Save(StateWriter writer)
    {
        writer.Save(_smooth);
        writer.Save(_mean);
        writer.Save(_covariance);
        _wide.Save(writer);
        _close?.Save(writer);
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
        _wide.Restore(ref reader);
        _close?.Restore(ref reader);
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
}
