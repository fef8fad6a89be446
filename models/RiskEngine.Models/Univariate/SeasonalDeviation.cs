using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Univariate;

/// <summary>
/// Part <c>season</c>: readings far from what the clock lets expect, three quarters of an hour smoothed but at most three rows, against how far they were
/// before.
/// </summary>
internal sealed class SeasonalDeviation(double weight) : Part
{
    private const double SmoothedMicros = 2700e6;
    private const double LeastRows = 1.5;
    private const double MostRows = 3;
    private const double Farthest = 20;
    private const double Ignored = 0.6;
    private const double MostEvidence = 8;
    private const int FirstLearned = 20;
    private const int FirstJudged = 50;
    private readonly TailEstimate _usual = new();
    private double _deviation;

    /// <inheritdoc/>
    public override void Observe(in Observation reading)
    {
        _deviation += (Math.Clamp(reading.Deviation, -Farthest, Farthest) - _deviation) / Math.Clamp(SmoothedMicros / reading.StepMicros, LeastRows, MostRows);
        var far = Math.Abs(_deviation);
        var rare = _usual.Count > FirstJudged ? Math.Min(MostEvidence, -Math.Log10(_usual.Exceedance(far))) : 0;
        if (reading.Learn && reading.Rows > FirstLearned) _usual.Learn(far, reading.Pace);
        Evidence = weight * Math.Max(0, rare - Ignored);
    }

    /// <inheritdoc/>
    public override IEnumerable<ScoreShare> Findings(Observation reading, string zone)
    {
        var when = reading.PeriodMicros > 0 ? $"at this point of its rhythm of {Figures.OfMicros(reading.PeriodMicros)}" : "at this time";
        return [new("season", Evidence, $"{Figures.Of(reading.Value)}, usually {Figures.Of(reading.Low)} to {Figures.Of(reading.High)} {when}")];
    }

    /// <inheritdoc/>
    public override void Save(StateWriter writer)
    {
        _usual.Save(writer);
        writer.Double(_deviation);
    }

    /// <inheritdoc/>
    protected override void Read(ref StateReader reader)
    {
        _usual.Restore(ref reader);
        _deviation = reader.Double();
    }
}
