using RiskEngine.Core.State;

namespace RiskEngine.Models.Learning;

/// <summary>Turns a series' sum of evidence into how rare such a sum is for this series, and keeps one anomaly from being told many times.</summary>
/// <remarks>
/// A high quantile of the evidence is tracked by stochastic approximation (Robbins and Monro, 1951) and the excess over it taken as
/// exponential, as peaks over a threshold are (Pickands, 1975; streaming use after Siffer et al., 2017, "Anomaly Detection in Streams with
/// Extreme Value Theory"); an excess is learned only up to a multiple of its mean. After a report, for some rows only a markedly
/// stronger finding is reported.
/// </remarks>
internal struct EvidenceCalibrator
{
    private const double Tail = 0.02;
    private const double FarthestLearned = 4;
    private const double PriorExcess = 0.5;
    private const double PriorWeight = 20;
    private const int Warmup = 50;

    /// <summary>Makes a promised rate hold on average over the noises of the property test, after the refractory period has thinned the reports.</summary>
    private const double Sharpness = 1.18;

    private double _quantile = 1;
    private RunningMean _excess;
    private Refractory _refractory = new();
    private int _count;

    /// <summary>Creates a calibrator that has seen nothing.</summary>
    public EvidenceCalibrator()
    {
    }

    /// <summary>Whether it has seen too little to judge.</summary>
    public readonly bool Warming => _count < Warmup;

    /// <summary>Rarity of the evidence in powers of ten (3: one row in a thousand); 0 where nothing new is to be reported.</summary>
    /// <param name="evidence">The sum of evidence of one row.</param>
    /// <param name="unknown">What only shows that little is known yet: learned as evidence, never reported.</param>
    /// <param name="refractory">Rows after a report during which only a markedly stronger finding is reported.</param>
    /// <param name="learn">Whether the row is learned from.</param>
    public double Judge(double evidence, double unknown, int refractory, bool learn)
    {
        var mean = ((_excess.Value * _excess.Count) + (PriorExcess * PriorWeight)) / (_excess.Count + PriorWeight);
        var rarity = evidence <= _quantile
            ? -Math.Log10(Tail) * evidence / _quantile
            : -Math.Log10(Tail) + ((evidence - _quantile) / (mean * 2.3025850929940459));
        if (learn) Learn(evidence + unknown, mean);
        if (Warming) return 0;
        return _refractory.Pass(rarity * Sharpness, refractory);
    }

    /// <summary>Writes the state.</summary>
    public readonly void Save(StateWriter writer)
    {
        writer.Double(_quantile);
        _excess.Save(writer);
        _refractory.Save(writer);
        writer.Count(_count);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        _quantile = reader.Double();
        _excess.Restore(ref reader);
        _refractory.Restore(ref reader);
        _count = reader.Small();
    }

    private void Learn(double evidence, double mean)
    {
        if (_count < int.MaxValue) _count++;
        var pace = Math.Max(0.002, 0.5 / Math.Sqrt(_count)) * mean;
        if (evidence > _quantile)
        {
            _excess.Add(Math.Min(evidence - _quantile, FarthestLearned * mean), 1.0 / 400);
            _quantile += pace * (1 - Tail) * Math.Min(1, (evidence - _quantile) / pace);
        }
        else _quantile = Math.Max(0.05, _quantile - (pace * Tail));
    }
}
