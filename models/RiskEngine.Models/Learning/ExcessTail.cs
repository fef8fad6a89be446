using RiskEngine.Core.State;

namespace RiskEngine.Models.Learning;

/// <summary>How rare a statistic is, from a high quantile and the mean excess over it.</summary>
/// <remarks>
/// The quantile is tracked by stochastic approximation (Robbins and Monro, 1951) and the excess over it taken as exponential, as
/// peaks over a threshold are (Pickands, 1975; streaming use after Siffer et al., 2017, "Anomaly Detection in Streams with Extreme Value
/// Theory"); an excess is learned only up to a multiple of its mean.
/// </remarks>
internal struct ExcessTail
{
    private const double FarthestLearned = 4;
    private const double PriorWeight = 40;
    private const double Memory = 400;
    private const double Slowest = 0.002;
    private const double NaturalPerPower = 2.3025850929940459;
    private readonly float _tail, _priorExcess, _leastQuantile;
    private double _quantile;
    private RunningMean _excess;
    private int _count;

    /// <summary>Creates one that has seen nothing.</summary>
    /// <param name="tail">Share of values over the quantile.</param>
    /// <param name="priorExcess">Mean excess assumed until it is known.</param>
    /// <param name="leastQuantile">What the quantile never falls below, above 0; it starts from twice the assumed excess.</param>
    public ExcessTail(double tail, double priorExcess, double leastQuantile)
    {
        (_tail, _priorExcess, _leastQuantile) = ((float)tail, (float)priorExcess, (float)leastQuantile);
        _quantile = 2 * priorExcess;
    }

    /// <summary>How many values were learned.</summary>
    public readonly int Count => _count;

    /// <summary>The rarity of the quantile itself, in powers of ten.</summary>
    public readonly double Least => -Math.Log10(_tail);

    /// <summary>How rare a value at least as large is, in powers of ten; 0 for 0.</summary>
    public readonly double Rarity(double value) => value <= _quantile
        ? Least * value / _quantile
        : Least + ((value - _quantile) / (MeanExcess * NaturalPerPower));

    /// <summary>Learns one value.</summary>
    public void Learn(double value)
    {
        var mean = MeanExcess;
        if (_count < int.MaxValue) _count++;
        var pace = Math.Max(Slowest, 0.5 / Math.Sqrt(_count)) * mean;
        if (value > _quantile)
        {
            _excess.Add(Math.Min(value - _quantile, FarthestLearned * mean), 1 / Memory);
            _quantile += pace * (1 - _tail) * Math.Min(1, (value - _quantile) / pace);
        }
        else _quantile = Math.Max(_leastQuantile, _quantile - (pace * _tail));
    }

    /// <summary>Writes the state.</summary>
    public readonly void Save(StateWriter writer)
    {
        writer.Double(_quantile);
        _excess.Save(writer);
        writer.Count(_count);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        _quantile = reader.Double();
        _excess.Restore(ref reader);
        _count = reader.Small();
    }

    private readonly double MeanExcess => ((_excess.Value * _excess.Count) + (_priorExcess * PriorWeight)) / (_excess.Count + PriorWeight);
}
