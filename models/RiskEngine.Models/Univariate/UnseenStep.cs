using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Models.Univariate;

/// <summary>Part <c>step</c>: a change from one reading to the next unlike any before.</summary>
internal sealed class UnseenStep(double weight) : Part
{
    private LevelNovelty _novelty;

    /// <inheritdoc/>
    public override void Observe(in Observation reading) => Evidence = weight * _novelty.Observe(reading.Change, reading.Learn);

    /// <inheritdoc/>
    public override IEnumerable<ScoreShare> Findings(Observation reading, string zone) =>
        [new("step", Evidence, $"a change of {Figures.Of(reading.Change)} from one reading to the next, unlike any before")];

    /// <inheritdoc/>
    public override void Save(StateWriter writer) => _novelty.Save(writer);

    /// <inheritdoc/>
    protected override void Read(ref StateReader reader) => _novelty.Restore(ref reader);
}
