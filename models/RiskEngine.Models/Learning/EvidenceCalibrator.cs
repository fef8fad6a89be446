using RiskEngine.Core.State;

namespace RiskEngine.Models.Learning;

/// <summary>Turns a series' sum of evidence into how rare such a sum is for this series, and keeps one anomaly from being told many times.</summary>
/// <remarks>
/// An anomaly goes on for several rows: after a report the rows that follow are not learned as evidence, so that a series with
/// many anomalies does not take them for its normal tail (declustering, as in Leadbetter, 1991, "On a basis for peaks over threshold modeling").
/// After a report, for some rows only a markedly stronger finding is reported.
/// </remarks>
internal struct EvidenceCalibrator
{
    private const int Warmup = 50;
    private const double ClusterFrom = 2;

    /// <summary>Makes a promised rate hold on average over the noises of the property test, after the refractory period has thinned the reports.</summary>
    private const double Sharpness = 1.13;

    private ExcessTail _usual = new(0.02, 0.5, 0.05);
    private Refractory _refractory = new();

    /// <summary>Creates a calibrator that has seen nothing.</summary>
    public EvidenceCalibrator()
    {
    }

    /// <summary>For how many rows after a report an anomaly seems to last; 0, the default, learns every row alike.</summary>
    public int Cluster { get; set; }

    /// <summary>Whether it has seen too little to judge.</summary>
    public readonly bool Warming => _usual.Count < Warmup;

    /// <summary>Whether an anomaly was reported so lately that it seems to last.</summary>
    public readonly bool Lasting => _refractory.Reported(ClusterFrom, Cluster);

    /// <summary>Rarity of the evidence in powers of ten (3: one row in a thousand); 0 where nothing new is to be reported.</summary>
    /// <param name="evidence">The sum of evidence of one row.</param>
    /// <param name="unknown">What only shows that little is known yet: learned as evidence, never reported.</param>
    /// <param name="refractory">Rows after a report during which only a markedly stronger finding is reported.</param>
    /// <param name="learn">Whether the row is learned from.</param>
    public double Judge(double evidence, double unknown, int refractory, bool learn)
    {
        var rarity = _usual.Rarity(evidence);
        if (learn && !Lasting) _usual.Learn(evidence + unknown);
        return Warming ? 0 : _refractory.Pass(rarity * Sharpness, refractory);
    }

    /// <summary>Writes the state.</summary>
    public readonly void Save(StateWriter writer)
    {
        _usual.Save(writer);
        _refractory.Save(writer);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        _usual.Restore(ref reader);
        _refractory.Restore(ref reader);
    }
}
