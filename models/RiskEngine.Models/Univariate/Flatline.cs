using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Models.Univariate;

/// <summary>Part <c>flatline</c>: the same value again and again, for longer than ever, in a series that moves.</summary>
/// <remarks>
/// Evidence grows with how unlikely the repeats beyond the longest run are, and with how much longer the run is; the smaller of the two
/// counts, so that neither a rare repeat nor one more row in a series of long runs is a finding. A constant series has none.
/// </remarks>
internal sealed class Flatline(double weight) : Part
{
    private const int FirstJudged = 200;
    private const double Memory = 4000;
    private const double MostRepeats = 0.98;
    private const double PerDoubling = 2;
    private const double MostEvidence = 6;
    private const double Outgrown = 8;
    private double _repeats;
    private long _since, _longestMicros;
    private int _run, _longest;

    /// <inheritdoc/>
    public override void Observe(in Observation reading)
    {
        var same = reading.Rows > 1 && reading.Change == 0;
        if (!same) End(reading);
        else if (_run < int.MaxValue) _run++;
        Evidence = weight * Judge(reading.Rows);
        if (reading.Learn) _repeats += ((same ? 1 : 0) - _repeats) * Math.Max(1.0 / reading.Rows, 1 / Memory);
        if (reading.Learn && _run > Outgrown * (_longest + Outgrown)) Remember(reading);
    }

    /// <inheritdoc/>
    public override IEnumerable<ScoreShare> Findings(Observation reading, string zone) =>
    [
        new(
            "flatline",
            Evidence,
            $"no change for {Figures.OfMicros(reading.At.Micros - _since)}, usually at most {Figures.OfMicros(Math.Max(_longestMicros, reading.StepMicros))}"),
    ];

    /// <inheritdoc/>
    public override void Save(StateWriter writer)
    {
        writer.Double(_repeats);
        writer.Int(_since);
        writer.Int(_longestMicros);
        writer.Count(_run);
        writer.Count(_longest);
    }

    /// <inheritdoc/>
    protected override void Read(ref StateReader reader)
    {
        _repeats = reader.Double();
        _since = reader.Int();
        _longestMicros = reader.Int();
        _run = reader.Small();
        _longest = reader.Small();
    }

    private double Judge(int rows)
    {
        if (rows < FirstJudged || _run <= _longest || _repeats > MostRepeats) return 0;
        var unlikely = -Math.Log10(_repeats + (1.0 / rows)) * (_run - _longest);
        var longer = PerDoubling * Math.Log2((_run + 1.0) / (_longest + 1));
        return Math.Min(MostEvidence, Math.Min(unlikely, longer));
    }

    private void End(in Observation reading)
    {
        if (reading.Learn && _run > _longest) Remember(reading);
        _run = 0;
        _since = reading.At.Micros;
    }

    private void Remember(in Observation reading) => (_longest, _longestMicros) = (_run, Math.Max(0, reading.At.Micros - _since));
}
