using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Models.Univariate;

/// <summary>Part <c>slope</c>: the series climbs or falls more steeply over some 36 rows than it ever did.</summary>
/// <remarks>
/// The slope is that of the line which double exponential smoothing carries on (Holt, 1957, "Forecasting seasonals and trends by exponentially weighted moving
/// averages").
/// </remarks>
internal sealed class SlopeShift(double weight) : Part
{
    private const double Rows = 18;
    private LevelNovelty _novelty;
    private double _once, _twice;

    /// <inheritdoc/>
    public override void Observe(in Observation reading)
    {
        if (reading.Rows == 1) _once = _twice = reading.Value;
        _once += (reading.Value - _once) / Rows;
        _twice += (_once - _twice) / Rows;
        Evidence = weight * _novelty.Observe(Slope, reading.Learn);
    }

    /// <inheritdoc/>
    public override IEnumerable<ScoreShare> Findings(Observation reading, string zone) =>
        [new("slope", Evidence, $"{(Slope < 0 ? "falls" : "climbs")} by {Figures.Of(Math.Abs(Slope) * 3600e6 / reading.StepMicros)} an hour, more steeply than before")];

    /// <inheritdoc/>
    public override void Save(StateWriter writer)
    {
        _novelty.Save(writer);
        writer.Double(_once);
        writer.Double(_twice);
    }

    /// <inheritdoc/>
    protected override void Read(ref StateReader reader)
    {
        _novelty.Restore(ref reader);
        _once = reader.Double();
        _twice = reader.Double();
    }

    private double Slope => (_once - _twice) / (Rows - 1);
}
