using System.Globalization;
using RiskEngine.Core.Registers;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.Learning;
using RiskEngine.Models.Univariate;

namespace RiskEngine.Models.Meters;

/// <summary>The scorer of a main meter (first channel) and the meters below it (the others, if any).</summary>
/// <remarks>About 3.5 kB and 72 bytes for each meter below; no allocation while observing. Benchmark: ScorerBenchmarks.</remarks>
internal sealed class MetersScorer : LearningScorer
{
    private const double Largest = 1e15;
    private const double OffsetDays = 3;
    private const double BandWidth = 4;
    private const double MostEvidence = 10;
    private const double IgnoredEvidence = 0.8;
    private const double SmoothRows = 3;
    private readonly MetersParameters _parameters;
    private readonly RegisterLimits _limits;
    private readonly Register[] _registers;
    private readonly ClockProfile _profile;
    private readonly NightMinimum _night = new();
    private readonly TailEstimate _useTail = new(), _nightTail = new(), _balanceTail = new();
    private EvidenceCalibrator _calibrator = new();
    private Imbalance _balance;
    private double _deviation, _useEvidence, _nightEvidence, _balanceEvidence, _use = double.NaN;

    public MetersScorer(MetersParameters parameters, int channels, TimeZoneInfo? zone = null)
        : base("meters", format: 3, channels)
    {
        _parameters = parameters;
        _profile = new ClockProfile(OffsetDays, zone);
        _limits = parameters.Limits;
        _registers = new Register[channels];
        Array.Fill(_registers, new Register());
    }

    protected override bool Warming => _calibrator.Warming;

    protected override Score Judge(EventTime at, bool learn)
    {
        var use = UseOf(0, at, Values[0]);
        var below = 0.0;
        for (var c = 1; c < Values.Length; c++) below += UseOf(c, at, Values[c]);
        _useEvidence = _nightEvidence = _balanceEvidence = 0;
        if (double.IsNaN(use)) return Answer(0);
        _use = use;
        _profile.Forecast(at);
        JudgeUse(learn);
        JudgeNight(at, learn);
        if (Channels > 1 && !double.IsNaN(below)) JudgeBalance(below, learn);
        var rarity = _calibrator.Judge(_useEvidence + _nightEvidence + _balanceEvidence, 0, _parameters.Refractory, learn);
        var (low, high) = Band();
        var root = Math.Max(0, _profile.Expected);
        if (learn) Learn(use);
        return Answer(rarity) with { Expected = root * root, Low = low, High = high };
    }

    public override IReadOnlyList<ScoreShare> Explain()
    {
        var sum = _useEvidence + _nightEvidence + _balanceEvidence;
        if (!(sum > 0)) return [];
        var (low, high) = Band();
        ScoreShare[] parts =
        [
            new("use", _useEvidence / sum, Text($"{_use:G4} an hour, usually {low:G3} to {high:G3} at this time")),
            new("night-minimum", _nightEvidence / sum,
                Text($"the least of the last 24 hours is {_night.Now:G4} an hour, usually {_night.Usual:G4}: something may run all the time")),
            new("imbalance", _balanceEvidence / sum, Text($"{_balance.Missing:G4} an hour is missing below the main meter, usually {_balance.Usual:G4}")),
        ];
        return parts.Where(part => part.Share > 0).OrderByDescending(part => part.Share).ToArray();
    }

    protected override void SaveParts(StateWriter writer)
    {
        foreach (var register in _registers) register.Save(writer);
        _profile.Save(writer);
        _night.Save(writer);
        _useTail.Save(writer);
        _nightTail.Save(writer);
        _balanceTail.Save(writer);
        _calibrator.Save(writer);
        _balance.Save(writer);
        writer.Double(_deviation);
        writer.Double(_use);
    }

    protected override void RestoreParts(ref StateReader reader)
    {
        for (var c = 0; c < _registers.Length; c++) _registers[c].Restore(ref reader);
        _profile.Restore(ref reader);
        _night.Restore(ref reader);
        _useTail.Restore(ref reader);
        _nightTail.Restore(ref reader);
        _balanceTail.Restore(ref reader);
        _calibrator.Restore(ref reader);
        _balance.Restore(ref reader);
        _deviation = reader.Double();
        _use = reader.Double();
    }

    /// <summary>Use per hour since the register was known last; NaN where that cannot be told.</summary>
    private double UseOf(int channel, EventTime at, double value)
    {
        if (!_parameters.Cumulative) return Math.Clamp(value, 0, Largest);
        ref var register = ref _registers[channel];
        var (total, since) = (register.Total, register.At);
        var verdict = register.Read(at, value, _limits);
        var hours = (register.At - since).TotalHours;
        var isKnown = verdict is RegisterVerdict.Counted or RegisterVerdict.Noise or RegisterVerdict.Returned or RegisterVerdict.RolledOver && hours > 0;
        return isKnown ? Math.Clamp((register.Total - total) / hours, 0, Largest) : double.NaN;
    }

    private void JudgeUse(bool learn)
    {
        _deviation += (Math.Clamp((Math.Sqrt(_use) - _profile.Expected) / _profile.Spread, -20, 20) - _deviation) / SmoothRows;
        var far = Math.Abs(_deviation);
        _useEvidence = _parameters.Use * Evidence(_useTail, far);
        if (learn) _useTail.Learn(far, Pace(_useEvidence));
    }

    private void JudgeNight(EventTime at, bool learn)
    {
        if (!_night.Observe(at, _use)) return;
        _nightEvidence = _parameters.NightMinimum * Evidence(_nightTail, _night.Excess);
        if (!learn) return;
        if (_night.Excess > 0) _nightTail.Learn(_night.Excess, Pace(_nightEvidence));
        _night.Learn(Pace(_nightEvidence));
    }

    private void JudgeBalance(double below, bool learn)
    {
        _balance.Observe(_use, below);
        _balanceEvidence = _parameters.Imbalance * Evidence(_balanceTail, _balance.Far);
        if (!learn) return;
        if (_balance.Far > 0) _balanceTail.Learn(_balance.Far, Pace(_balanceEvidence));
        _balance.Learn(Pace(_balanceEvidence));
    }

    private static double Evidence(TailEstimate tail, double far) =>
        tail.Count < 50 || far <= 0 ? 0 : Math.Clamp(Rarity(tail.Exceedance(far)) - IgnoredEvidence, 0, MostEvidence);

    private double Pace(double evidence) => evidence > _parameters.Doubt ? _parameters.LearnInDoubt : 1;

    private void Learn(double use)
    {
        Count();
        _profile.Learn(Math.Sqrt(use));
    }

    private (double Low, double High) Band()
    {
        var (low, high) = (_profile.Expected - (BandWidth * _profile.Spread), _profile.Expected + (BandWidth * _profile.Spread));
        return (low <= 0 ? 0 : low * low, high <= 0 ? 0 : high * high);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
