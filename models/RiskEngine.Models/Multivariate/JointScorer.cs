using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Multivariate;

/// <summary>The scorer of a device or site with several channels: each one's deviation from its own clock profile, judged together.</summary>
/// <remarks>
/// The score stays up while the state lasts. What is learned is not decided by the score alone: what passes is learned in full, so that the score keeps its promise;
/// what stays is hardly learned, until it has stayed long enough. What the first rows show counts for less than later ones: their profile is still forming. The tails' grids are
/// finer with more channels, whose mean varies less. A channel without a value counts as normal. Benchmark: ScorerBenchmarks.
/// </remarks>
internal sealed class JointScorer : LearningScorer
{
    private const int FirstLook = 50;
    private const double Trusted = 300;
    private const double FinestTail = 3;
    private readonly JointParameters _parameters;
    private readonly ChannelProfiles _profiles;
    private readonly Wander _wander;
    private readonly JointDistance _quick, _slow;
    private readonly TailEstimate _quickTail, _slowTail, _closeTail;
    private readonly Excursion _excursion;
    private readonly double[] _shares;
    private View _rarest;

    public JointScorer(JointParameters parameters, int channels, TimeZoneInfo? zone = null)
        : base("joint", format: 3, channels)
    {
        _parameters = parameters;
        _profiles = new ChannelProfiles(channels, zone);
        _wander = new Wander(channels);
        _quick = new JointDistance(channels, parameters.Quick, parameters, looksClose: true);
        _slow = new JointDistance(channels, parameters.Slow, parameters, looksClose: false);
        (_quickTail, _slowTail, _closeTail) = (Tail(channels), Tail(channels), Tail(channels));
        _excursion = new Excursion(parameters.Passing, parameters.Settle);
        _shares = new double[channels];
    }

    protected override bool Warming => Learned < _parameters.Warmup;

    protected override Score Judge(EventTime at, bool learn)
    {
        var deviations = _wander.Temper(_profiles.Observe(at, Values));
        var quick = _quick.Observe(deviations);
        var slow = _slow.Observe(deviations);
        var rarity = Warming ? 0 : Rarest(quick, slow, _quick.Close);
        if (learn) Learn(quick, slow, _quick.Close, rarity > _parameters.Doubt || _quick.IsFar || _slow.IsFar);
        return Answer(rarity);
    }

    public override IReadOnlyList<ScoreShare> Explain()
    {
        for (var c = 0; c < _shares.Length; c++) _shares[c] = _rarest == View.Slow ? _slow.Share(c, close: false) : _quick.Share(c, _rarest == View.Close);
        return _profiles.Explain(_shares);
    }

    protected override void SaveParts(StateWriter writer)
    {
        _profiles.Save(writer);
        _wander.Save(writer);
        _quick.Save(writer);
        _slow.Save(writer);
        _quickTail.Save(writer);
        _slowTail.Save(writer);
        _closeTail.Save(writer);
        _excursion.Save(writer);
    }

    protected override void RestoreParts(ref StateReader reader)
    {
        _profiles.Restore(ref reader);
        _wander.Restore(ref reader);
        _quick.Restore(ref reader);
        _slow.Restore(ref reader);
        _quickTail.Restore(ref reader);
        _slowTail.Restore(ref reader);
        _closeTail.Restore(ref reader);
        _excursion.Restore(ref reader);
    }

    private static TailEstimate Tail(int channels) => channels > 1 ? new FineTail(Math.Min(FinestTail, Math.Sqrt(channels))) : new TailEstimate();

    /// <summary>The rarity of the rarest view, in powers of ten.</summary>
    private double Rarest(double quick, double slow, double close)
    {
        double byQuick = Rarity(_quickTail.Exceedance(quick)), bySlow = Rarity(_slowTail.Exceedance(slow)), byClose = Rarity(_closeTail.Exceedance(close));
        var most = Math.Max(byQuick, Math.Max(bySlow, byClose));
        _rarest = most == byQuick ? View.Quick : most == bySlow ? View.Slow : View.Close;
        return most;
    }

    private void Learn(double quick, double slow, double close, bool inDoubt)
    {
        Count();
        if (inDoubt) _excursion.Hold(quick, slow, close);
        else _excursion.Calm(_quickTail, _slowTail, _closeTail);
        var slowly = inDoubt && !_excursion.Settled;
        var pace = slowly ? _parameters.LearnInDoubt : 1;
        _quick.Learn(pace);
        _slow.Learn(pace);
        if (slowly)
        {
            if (pace > 0 && Learned % Math.Max(1, (int)(1 / pace)) == 0) LearnChannels();
            return;
        }

        if (Learned > FirstLook)
        {
            var trust = Math.Min(1, Learned / Trusted);
            _quickTail.Learn(quick, trust);
            _slowTail.Learn(slow, trust);
            _closeTail.Learn(close, trust);
        }

        LearnChannels();
    }

    private void LearnChannels()
    {
        _profiles.Learn();
        _wander.Learn(Values);
    }

    private enum View
    {
        Quick,
        Slow,
        Close,
    }
}
