using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Models.Univariate;

/// <summary>Part <c>range</c>: a value outside all that was seen, at a coarse resolution.</summary>
internal sealed class UnseenRange(double weight) : Part
{
    private LevelNovelty _novelty;
    private double _lowest = double.PositiveInfinity, _highest = double.NegativeInfinity;
    private float _lowestBefore, _highestBefore;

    /// <inheritdoc/>
    public override void Observe(in Observation reading)
    {
        (_lowestBefore, _highestBefore) = ((float)_lowest, (float)_highest);
        Evidence = weight * _novelty.Observe(reading.Value, reading.Learn);
        if (reading.Learn) (_lowest, _highest) = (Math.Min(_lowest, reading.Value), Math.Max(_highest, reading.Value));
    }

    /// <inheritdoc/>
    public override IEnumerable<ScoreShare> Findings(Observation reading, string zone) =>
        [new("range", Evidence, $"{Figures.Of(reading.Value)}, never seen; so far {Figures.Of(_lowestBefore)} to {Figures.Of(_highestBefore)}")];

    /// <inheritdoc/>
    public override void Save(StateWriter writer)
    {
        _novelty.Save(writer);
        writer.Double(_lowest);
        writer.Double(_highest);
    }

    /// <inheritdoc/>
    protected override void Read(ref StateReader reader)
    {
        _novelty.Restore(ref reader);
        _lowest = reader.Double();
        _highest = reader.Double();
    }
}
