using RiskEngine.Core.State;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Multivariate;

/// <summary>Cholesky's factor of a covariance with a ridge: how far a vector lies off, in that measure, and by which channels.</summary>
/// <remarks>
/// A wide ridge (Hoerl and Kennard, 1970, "Ridge regression") keeps constant channels, and directions that hardly varied so far, from ruling the distance; under a
/// narrow one a broken relation between channels stands out. 8 bytes times the square of the channels; a distance costs O(channels²).
/// </remarks>
internal sealed class RidgedFactor
{
    private const double LeastVariance = 1e-3;
    private readonly int _channels;
    private readonly double _ridge;
    private readonly double[] _factor, _far, _solved;

    /// <summary>Creates that of a covariance of one, without correlations.</summary>
    /// <param name="channels">At least 1.</param>
    /// <param name="ridge">Variance added to every channel's.</param>
    public RidgedFactor(int channels, double ridge)
    {
        (_channels, _ridge) = (channels, Math.Max(LeastVariance, ridge));
        (_factor, _far, _solved) = (new double[channels * channels], new double[channels], new double[channels]);
        for (var c = 0; c < channels; c++) _factor[(c * channels) + c] = 1;
    }

    /// <summary>The vector's distance, the root of the mean square over the channels.</summary>
    public double Distance(double[] far)
    {
        far.CopyTo(_far, 0);
        Solve();
        var distance = 0.0;
        for (var c = 0; c < _channels; c++) distance += far[c] * _solved[c];
        return Math.Sqrt(Math.Max(0, distance) / _channels);
    }

    /// <summary>The share of a channel in the last distance, not below zero, not normalised.</summary>
    public double Share(int channel) => Math.Max(0, _far[channel] * _solved[channel]);

    /// <summary>Factors a covariance anew.</summary>
    /// <param name="covariance">Row by row; the part above the diagonal is not looked at.</param>
    /// <param name="shrinkage">How far correlations are drawn to none, 0 to 1.</param>
    public void Renew(double[] covariance, double shrinkage)
    {
        for (var row = 0; row < _channels; row++)
        {
            for (var c = 0; c <= row; c++)
            {
                var sum = row == c ? covariance[(row * _channels) + c] + _ridge : covariance[(row * _channels) + c] * (1 - shrinkage);
                for (var k = 0; k < c; k++) sum -= _factor[(row * _channels) + k] * _factor[(c * _channels) + k];
                _factor[(row * _channels) + c] = row == c ? Math.Sqrt(Math.Max(sum, LeastVariance)) : sum / _factor[(c * _channels) + c];
            }
        }
    }

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter writer) => writer.Save(_factor);

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader) => reader.Restore(_factor);

    private void Solve()
    {
        for (var row = 0; row < _channels; row++)
        {
            var sum = _far[row];
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
}
