using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Models.Univariate;

/// <summary>Part <c>frequency</c>: the series swings about its short mean faster or slower than it ever did.</summary>
/// <remarks>The rate of turning points (Bienaymé, 1874; two in three of independent readings are one) over some 48 rows; it does not depend on size or level.</remarks>
internal sealed class FrequencyChange(double weight) : Part
{
    private const double Rows = 48;
    private LevelNovelty _novelty;
    private double _rate = 0.5;
    private sbyte _direction;

    /// <inheritdoc/>
    public override void Observe(in Observation reading)
    {
        var direction = Math.Sign(reading.Change);
        if (direction != 0)
        {
            _rate += ((direction == -_direction ? 1 : 0) - _rate) / Rows;
            _direction = (sbyte)direction;
        }
        else _rate -= _rate / Rows;

        Evidence = reading.Rows > Rows ? weight * _novelty.Observe(_rate, reading.Learn) : 0;
    }

    /// <inheritdoc/>
    public override IEnumerable<ScoreShare> Findings(Observation reading, string zone) =>
        [new("frequency", Evidence, $"turns {Figures.Of(_rate * 3600e6 / reading.StepMicros)} times an hour, a pace not seen before")];

    /// <inheritdoc/>
    public override void Save(StateWriter writer)
    {
        _novelty.Save(writer);
        writer.Double(_rate);
        writer.Int(_direction);
    }

    /// <inheritdoc/>
    protected override void Read(ref StateReader reader)
    {
        _novelty.Restore(ref reader);
        _rate = reader.Double();
        _direction = (sbyte)reader.Int();
    }
}
