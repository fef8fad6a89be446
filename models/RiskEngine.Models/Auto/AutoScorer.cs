using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.Learning;
using RiskEngine.Models.Univariate;

namespace RiskEngine.Models.Auto;

/// <summary>The scorer of one series under <c>auto</c>: small detectors give evidence in powers of ten, its sum is calibrated on the series itself.</summary>
/// <remarks>Benchmark: ScorerBenchmarks. About 4 kB, no allocation while observing.</remarks>
internal sealed class AutoScorer(AutoParameters parameters) : IScorer
{
    private const byte Format = 1;
    private const double Largest = 1e30;
    private const double Power = 0.7;
    private const double IgnoredEvidence = 0.8;
    private const double MostEvidence = 8;
    private const double BandWidth = 4;
    private readonly ClockProfile _profile = new();
    private readonly TailEstimate _deviations = new();
    private readonly CoarseNovelty _value = new(0, byHour: false);
    private readonly CoarseNovelty _change = new(0, byHour: false);
    private readonly CoarseNovelty _short = new(6, byHour: true);
    private readonly CoarseNovelty _long = new(36, byHour: false);
    private readonly CoarseNovelty _unrest = new(0, byHour: true, byWeek: true);
    private EvidenceCalibrator _calibrator = new();
    private RunningMean _middle, _spread;
    private double _last, _deviation, _shortMean, _longMean, _shortChange, _lowest, _highest;
    private int _count;
    private Evidence _evidence;
    private double _unknown;

    public int Channels => 1;

    public Score Observe(EventTime at, ReadOnlySpan<double> values, bool learn = true)
    {
        var value = values[0];
        if (!double.IsFinite(value)) return new(0, _calibrator.Warming, double.NaN, double.NaN, double.NaN);
        value = Math.Clamp(value, -Largest, Largest);
        if (_count == 0) _last = _shortMean = _longMean = _lowest = _highest = value;
        if (_count < int.MaxValue) _count++;
        _profile.Forecast(at);
        var expected = _profile.Expected;
        var spread = _profile.Spread;
        Gather(value, learn);
        var rarity = _calibrator.Judge(_evidence.Sum(), _unknown, parameters.Refractory, learn);
        if (learn) Learn(value);
        _last = value;
        var score = rarity <= 0 ? 0 : 1 - Math.Pow(10, -rarity);
        var band = BandWidth * spread;
        return new(score, _calibrator.Warming, Spread(expected), Spread(expected - band), Spread(expected + band));
    }

    public IReadOnlyList<ScoreShare> Explain() => AutoWords.Of(_evidence, new AutoWords.Facts(
        _last, _evidence.Change, Spread(_profile.Expected - (BandWidth * _profile.Spread)), Spread(_profile.Expected + (BandWidth * _profile.Spread)),
        _profile.Hour, _shortMean, _longMean, _evidence.Lowest, _evidence.Highest));

    public void Save(StateWriter writer)
    {
        writer.Byte(Format);
        _profile.Save(writer);
        _deviations.Save(writer);
        _value.Save(writer);
        _change.Save(writer);
        _short.Save(writer);
        _long.Save(writer);
        _unrest.Save(writer);
        _calibrator.Save(writer);
        _middle.Save(writer);
        _spread.Save(writer);
        writer.Double(_last);
        writer.Double(_deviation);
        writer.Double(_shortMean);
        writer.Double(_longMean);
        writer.Double(_shortChange);
        writer.Double(_lowest);
        writer.Double(_highest);
        writer.Count(_count);
    }

    public void Restore(ref StateReader reader)
    {
        if (reader.Byte() is not Format and var other) throw new StateFormatException($"state of auto in format {other}; this version reads {Format}");
        _profile.Restore(ref reader);
        _deviations.Restore(ref reader);
        _value.Restore(ref reader);
        _change.Restore(ref reader);
        _short.Restore(ref reader);
        _long.Restore(ref reader);
        _unrest.Restore(ref reader);
        _calibrator.Restore(ref reader);
        _middle.Restore(ref reader);
        _spread.Restore(ref reader);
        _last = reader.Double();
        _deviation = reader.Double();
        _shortMean = reader.Double();
        _longMean = reader.Double();
        _shortChange = reader.Double();
        _lowest = reader.Double();
        _highest = reader.Double();
        _count = reader.Small();
        _evidence = default;
    }

    private void Gather(double value, bool learn)
    {
        var steady = Steady(value);
        var residual = steady - _profile.Expected;
        _deviation += (Math.Clamp(residual / _profile.Spread, -20, 20) - _deviation) / 3;
        var change = value - _last;
        _shortMean += (value - _shortMean) / 12;
        _longMean += (value - _longMean) / 72;
        _shortChange += (Math.Abs(change) - _shortChange) / 12;
        var scale = Math.Max(_spread.Value, (1e-9 * Math.Abs(value)) + 1e-12);
        (_evidence.Change, _evidence.Lowest, _evidence.Highest) = (change, _lowest, _highest);
        if (learn) (_lowest, _highest) = (Math.Min(_lowest, value), Math.Max(_highest, value));
        _value.Observe(value, _profile.Hour, _profile.WeekPart, learn);
        _change.Observe(change, _profile.Hour, _profile.WeekPart, learn);
        _short.Observe(_shortMean, _profile.Hour, _profile.WeekPart, learn);
        _long.Observe(_longMean, _profile.Hour, _profile.WeekPart, learn);
        _unrest.Observe(Math.Log2(_shortChange + (0.01 * scale) + 1e-12), _profile.Hour, _profile.WeekPart, learn);
        _unknown = (parameters.ShortAtHour * _short.FirstAtHour) + (parameters.UnrestAtHour * _unrest.FirstAtHour)
            + (parameters.UnrestInWeek * _unrest.FirstInWeek);
        var far = Math.Abs(_deviation);
        var rare = _deviations.Count > 50 ? Math.Min(MostEvidence, -Math.Log10(_deviations.Exceedance(far))) : 0;
        if (learn && _count > 20) _deviations.Learn(far);
        _evidence[(int)AutoPart.Season] = parameters.Season * Math.Max(0, rare - IgnoredEvidence);
        _evidence[(int)AutoPart.Range] = parameters.Range * _value.Level;
        _evidence[(int)AutoPart.Step] = parameters.Step * _change.Level;
        _evidence[(int)AutoPart.ShortPath] = parameters.ShortPath * _short.Pair;
        _evidence[(int)AutoPart.ShortAtHour] = parameters.ShortAtHour * _short.AtHour;
        _evidence[(int)AutoPart.LongPath] = parameters.LongPath * _long.Pair;
        _evidence[(int)AutoPart.LongLevel] = parameters.LongLevel * _long.Level;
        _evidence[(int)AutoPart.UnrestAtHour] = parameters.UnrestAtHour * _unrest.AtHour;
        _evidence[(int)AutoPart.UnrestInWeek] = parameters.UnrestInWeek * _unrest.InWeek;
    }

    private void Learn(double value)
    {
        _profile.Learn(Steady(value));
        var room = _count > 50 ? Math.Max(_spread.Value, (1e-9 * Math.Abs(value)) + 1e-12) : Largest;
        _middle.Add(Math.Clamp(value, _middle.Value - (5 * room), _middle.Value + (5 * room)), 1.0 / 2000);
        _spread.Add(Math.Min(Math.Abs(value - _middle.Value), 6 * room), 1.0 / 2000);
    }

    /// <summary>A signed power below one: counts vary with their size, and this evens it out without knowing the unit.</summary>
    private static double Steady(double value) => Math.CopySign(Math.Pow(Math.Abs(value), Power), value);

    private static double Spread(double steady) => Math.CopySign(Math.Pow(Math.Abs(steady), 1 / Power), steady);
}
