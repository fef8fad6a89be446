using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.Learning;
using RiskEngine.Models.Univariate;

namespace RiskEngine.Models.Auto;

/// <summary>The scorer of one series under <c>auto</c>: small parts give evidence in powers of ten, its sum is calibrated on the series itself.</summary>
/// <remarks>
/// What is read while an anomaly seems to last is learned at a fraction of the pace, for a few rows: long enough that a short
/// anomaly does not become the usual, short enough that a lasting change does. Benchmark: ScorerBenchmarks. At most 4 kB, no allocation while observing.
/// </remarks>
internal sealed class AutoScorer : IScorer
{
    private const byte Format = 3;
    private const double Largest = 1e30;
    private const double Power = 0.7;
    private const double BandWidth = 4;
    private const int MostClusterRows = 10;
    private const double ClusterHours = 5;
    private const float LastingPace = 0.3f;
    private const double Memory = 2000;
    private const int FirstClamped = 50;
    private const double FarthestLearned = 18;
    private const double HourMicros = 3600e6;
    private readonly int _refractory;
    private readonly float _refractoryHours;
    private readonly ClockProfile _profile;
    private readonly Part[] _parts;
    private EvidenceCalibrator _calibrator = new();
    private RunningMean _middle, _spread;
    private LevelSpread _byLevel;
    private Observation _observed;

    public AutoScorer(AutoParameters parameters, HolidayCalendar? holidays = null, Seasonality seasonality = Seasonality.Learned, TimeZoneInfo? zone = null)
    {
        parameters = parameters.For(seasonality);
        (_refractory, _refractoryHours) = (parameters.Refractory, (float)parameters.RefractoryHours);
        _parts = AutoParts.Of(parameters);
        _profile = new ClockProfile(zone: zone, holidays: holidays, findsPeriod: parameters.FindPeriod, small: true, seasonality: seasonality);
    }

    public int Channels => 1;

    public Score Observe(EventTime at, ReadOnlySpan<double> values, bool learn = true)
    {
        if (!double.IsFinite(values[0])) return new(0, _calibrator.Warming, double.NaN, double.NaN, double.NaN);
        var value = Math.Clamp(values[0], -Largest, Largest);
        Read(at, value, learn);
        double evidence = 0, unknown = 0;
        foreach (var part in _parts)
        {
            part.Observe(_observed);
            evidence += part.Evidence;
            unknown += part.Unknown;
        }

        var rarity = _calibrator.Judge(evidence, unknown, RefractoryRows, learn);
        if (learn) Learn(value);
        return new(rarity <= 0 ? 0 : 1 - Math.Pow(10, -rarity), _calibrator.Warming, _observed.Expected, _observed.Low, _observed.High);
    }

    public IReadOnlyList<ScoreShare> Explain()
    {
        var findings = _parts.Where(part => part.Evidence > 0).SelectMany(part => part.Findings(_observed, _profile.Zone));
        var found = findings.Where(finding => finding.Share > 0).ToArray();
        var sum = found.Sum(finding => finding.Share);
        return [.. found.OrderByDescending(finding => finding.Share).Select(finding => finding with { Share = finding.Share / sum })];
    }

    public void Save(StateWriter writer)
    {
        writer.Byte(Format);
        _profile.Save(writer);
        foreach (var part in _parts) part.Save(writer);
        _calibrator.Save(writer);
        _middle.Save(writer);
        _spread.Save(writer);
        _byLevel.Save(writer);
        writer.Double(_observed.Value);
        writer.Count(_observed.Rows);
    }

    public void Restore(ref StateReader reader)
    {
        if (reader.Byte() is not Format and var other)
            throw new StateFormatException($"state of auto in format {other}; this version reads {Format}: let the series learn anew, or fit it again from its history");
        _profile.Restore(ref reader);
        foreach (var part in _parts) part.Restore(ref reader);
        _calibrator.Restore(ref reader);
        _middle.Restore(ref reader);
        _spread.Restore(ref reader);
        _byLevel.Restore(ref reader);
        _observed = new() { Value = reader.Double(), Rows = reader.Small() };
    }

    private void Read(EventTime at, double value, bool learn)
    {
        _profile.Forecast(at);
        var spread = _byLevel.At(_profile.Expected, _profile.Spread, _profile.OverallSpread);
        var band = BandWidth * spread;
        _observed.At = at;
        _observed.Change = _observed.Rows == 0 ? 0 : value - _observed.Value;
        _observed.Value = value;
        _observed.Expected = Spread(_profile.Expected);
        _observed.Low = (float)Spread(_profile.Expected - band);
        _observed.High = (float)Spread(_profile.Expected + band);
        _observed.Deviation = (float)((Steady(value) - _profile.Expected) / spread);
        _observed.Scale = Scale(value);
        _observed.StepMicros = (float)_profile.StepMicros;
        _observed.PeriodMicros = (float)_profile.PeriodMicros;
        _observed.Hour = (byte)_profile.Hour;
        _observed.WeekPart = (byte)_profile.WeekPart;
        _calibrator.Cluster = Math.Min(MostClusterRows, Rows(ClusterHours));
        _observed.Pace = !learn ? 0 : _calibrator.Lasting ? LastingPace : 1;
        if (_observed.Rows < int.MaxValue) _observed.Rows++;
    }

    private void Learn(double value)
    {
        LearnSpread(Steady(value));
        _profile.Learn(Steady(value), cautious: _observed.Pace < 1);
        var room = _observed.Rows > FirstClamped ? Scale(value) : Largest;
        _middle.Add(Math.Clamp(value, _middle.Value - (5 * room), _middle.Value + (5 * room)), 1 / Memory);
        _spread.Add(Math.Min(Math.Abs(value - _middle.Value), 6 * room), 1 / Memory);
    }

    private void LearnSpread(double steady)
    {
        var farthest = _observed.Rows <= FirstClamped ? double.MaxValue : _profile.Spread * (_observed.Pace < 1 ? 1 : FarthestLearned);
        var size = Math.Min(Math.Abs(steady), Math.Abs(_profile.Expected) + farthest);
        _byLevel.Learn(size, Math.Min(Math.Abs(steady - _profile.Expected), farthest), _observed.Rows);
    }

    private int RefractoryRows => Math.Min(_refractory, Math.Max(MostClusterRows, Rows(_refractoryHours)));

    private int Rows(double hours) => (int)Math.Clamp(hours * HourMicros / _observed.StepMicros, 1, int.MaxValue);

    private double Scale(double value) => Math.Max(_spread.Value, (1e-9 * Math.Abs(value)) + 1e-12);

    /// <summary>A signed power below one: counts vary with their size, and this evens it out without knowing the unit.</summary>
    private static double Steady(double value) => Math.CopySign(Math.Pow(Math.Abs(value), Power), value);

    private static double Spread(double steady) => Math.CopySign(Math.Pow(Math.Abs(steady), 1 / Power), steady);
}
