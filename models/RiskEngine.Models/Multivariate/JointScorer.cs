using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Multivariate;

/// <summary>The scorer of a device or site with several channels: each one's deviation from its own clock profile, judged together.</summary>
/// <remarks>
/// The score stays up while the state lasts. What is learned is not decided by the score alone: what passes is learned in full, so that the score keeps its promise;
/// what stays is hardly learned, until it has stayed long enough. A channel without a value counts as normal. Benchmark: ScorerBenchmarks.
/// </remarks>
internal sealed class JointScorer : LearningScorer
{
    private const int FirstLook = 50;
    private readonly JointParameters _parameters;
    private readonly ChannelProfiles _profiles;
    private readonly JointDistance _quick, _slow;
    private readonly TailEstimate _quickTail = new(), _slowTail = new();
    private readonly Excursion _excursion;
    private readonly double[] _shares;

    public JointScorer(JointParameters parameters, int channels)
        : base("joint", format: 2, channels)
    {
        _parameters = parameters;
        _profiles = new ChannelProfiles(channels);
        _quick = new JointDistance(channels, parameters.Quick, parameters.Memory, parameters.Shrinkage);
        _slow = new JointDistance(channels, parameters.Slow, parameters.Memory, parameters.Shrinkage);
        _excursion = new Excursion(parameters.Passing, parameters.Settle);
        _shares = new double[channels];
    }

    protected override bool Warming => Learned < _parameters.Warmup;

    protected override Score Judge(EventTime at, bool learn)
    {
        var deviations = _profiles.Observe(at, Values);
        var quick = _quick.Observe(deviations);
        var slow = _slow.Observe(deviations);
        var rarity = Warming ? 0 : Math.Max(Rarity(_quickTail.Exceedance(quick)), Rarity(_slowTail.Exceedance(slow)));
        if (learn) Learn(quick, slow, rarity > _parameters.Doubt || _quick.IsFar || _slow.IsFar);
        return Answer(rarity);
    }

    public override IReadOnlyList<ScoreShare> Explain()
    {
        for (var c = 0; c < _shares.Length; c++) _shares[c] = _quick.Share(c) + _slow.Share(c);
        return _profiles.Explain(_shares);
    }

    protected override void SaveParts(StateWriter writer)
    {
        _profiles.Save(writer);
        _quick.Save(writer);
        _slow.Save(writer);
        _quickTail.Save(writer);
        _slowTail.Save(writer);
        _excursion.Save(writer);
    }

    protected override void RestoreParts(ref StateReader reader)
    {
        _profiles.Restore(ref reader);
        _quick.Restore(ref reader);
        _slow.Restore(ref reader);
        _quickTail.Restore(ref reader);
        _slowTail.Restore(ref reader);
        _excursion.Restore(ref reader);
    }

    private void Learn(double quick, double slow, bool inDoubt)
    {
        Count();
        if (inDoubt) _excursion.Hold(quick, slow);
        else _excursion.Calm(_quickTail, _slowTail);
        var slowly = inDoubt && !_excursion.Settled;
        var pace = slowly ? _parameters.LearnInDoubt : 1;
        _quick.Learn(pace);
        _slow.Learn(pace);
        if (slowly)
        {
            if (pace > 0 && Learned % Math.Max(1, (int)(1 / pace)) == 0) _profiles.Learn();
            return;
        }

        if (Learned > FirstLook)
        {
            _quickTail.Learn(quick);
            _slowTail.Learn(slow);
        }

        _profiles.Learn();
    }
}
