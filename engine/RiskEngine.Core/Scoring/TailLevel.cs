using RiskEngine.Core.State;

namespace RiskEngine.Core.Scoring;

/// <summary>A high quantile of a stream and the mean excess over it, both tracked on line.</summary>
/// <remarks>
/// The quantile is tracked by stochastic approximation (Robbins and Monro, 1951, "A stochastic approximation method") with the pace that is best where
/// the excess is exponential. A step has its full size even where a value lies over the quantile by less, so that a crowd of values at
/// one place, such as zeros, does not count as excess.
/// </remarks>
internal struct TailLevel
{
    private double _excess, _above;

    /// <summary>The quantile, at least 0.</summary>
    public double Quantile { get; private set; }

    /// <summary>The mean excess over the quantile, drawn towards one assumed while few values lay over it.</summary>
    /// <param name="assumed">Above 0.</param>
    /// <param name="weight">How many values the assumed one counts for.</param>
    public readonly double Mean(double assumed, double weight) => ((_excess * _above) + (assumed * weight)) / (_above + weight);

    /// <summary>Learns one value.</summary>
    /// <param name="value">At least 0.</param>
    /// <param name="tail">Share of values over the quantile.</param>
    /// <param name="mean">The mean excess as it is known.</param>
    /// <param name="count">How many values were learned, this one counted; at most how many are to be remembered.</param>
    /// <param name="farthest">Up to how much more than the quantile is learned as excess.</param>
    public void Learn(double value, double tail, double mean, double count, double farthest)
    {
        var step = Math.Min(1, 1 / (tail * count)) * mean;
        var over = value - Quantile;
        if (over <= 0)
        {
            Quantile = Math.Max(0, Quantile - (step * tail));
            return;
        }

        _above = Math.Min(_above + 1, count);
        _excess += (Math.Min(over, farthest) - _excess) / _above;
        Quantile += step * (1 - tail);
    }

    /// <summary>Starts the quantile where it is assumed.</summary>
    public void Place(double quantile) => Quantile = Math.Max(Quantile, quantile);

    /// <summary>Writes the state.</summary>
    public readonly void Save(StateWriter writer)
    {
        writer.Double(Quantile);
        writer.Double(_excess);
        writer.Double(_above);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        Quantile = reader.Double();
        _excess = reader.Double();
        _above = reader.Double();
    }
}
