using System.Globalization;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.Learning;
using RiskEngine.Models.Univariate;

namespace RiskEngine.Models.Multivariate;

/// <summary>The scorer of a device or site with several channels: each one's deviation from its own clock profile, judged together.</summary>
/// <remarks>The score stays up while the state lasts; what alarms is hardly learned. A channel without a value counts as normal.</remarks>
internal sealed class JointScorer : IScorer
{
    private const byte Format = 1;
    private const double Largest = 1e30;
    private const double MostRarity = 12;
    private readonly JointParameters _parameters;
    private readonly ClockProfile[] _profiles;
    private readonly JointDistance _quick, _slow;
    private readonly TailEstimate _quickTail = new(), _slowTail = new();
    private readonly double[] _deviations;
    private readonly double[] _values;
    private int _count;

    public JointScorer(JointParameters parameters, int channels)
    {
        _parameters = parameters;
        Channels = channels;
        _profiles = new ClockProfile[channels];
        for (var c = 0; c < channels; c++) _profiles[c] = new ClockProfile();
        _quick = new JointDistance(channels, parameters.Quick, parameters.Memory, parameters.Shrinkage);
        _slow = new JointDistance(channels, parameters.Slow, parameters.Memory, parameters.Shrinkage);
        (_deviations, _values) = (new double[channels], new double[channels]);
    }

    public int Channels { get; }

    private bool Warming => _count < _parameters.Warmup;

    public Score Observe(EventTime at, ReadOnlySpan<double> values, bool learn = true)
    {
        var present = false;
        for (var c = 0; c < Channels; c++)
        {
            _profiles[c].Forecast(at);
            _values[c] = double.IsFinite(values[c]) ? Math.Clamp(values[c], -Largest, Largest) : double.NaN;
            present |= !double.IsNaN(_values[c]);
            _deviations[c] = _count == 0 || double.IsNaN(_values[c]) ? 0 : (_values[c] - _profiles[c].Expected) / _profiles[c].Spread;
        }

        if (!present) return new(0, Warming, double.NaN, double.NaN, double.NaN);
        var quick = _quick.Observe(_deviations);
        var slow = _slow.Observe(_deviations);
        var rarity = Warming ? 0 : Math.Max(Rarity(_quickTail, quick), Rarity(_slowTail, slow));
        if (learn) Learn(quick, slow, rarity > _parameters.Doubt ? _parameters.LearnInDoubt : 1);
        return new(rarity <= 0 ? 0 : 1 - Math.Pow(10, -rarity), Warming, double.NaN, double.NaN, double.NaN);
    }

    public IReadOnlyList<ScoreShare> Explain()
    {
        var shares = Enumerable.Range(0, Channels).Select(c => _quick.Share(c) + _slow.Share(c)).ToArray();
        var sum = shares.Sum();
        if (!(sum > 0)) return [];
        return Enumerable.Range(0, Channels).Where(c => shares[c] > 0).OrderByDescending(c => shares[c])
            .Select(c => new ScoreShare($"channel {c + 1}", shares[c] / sum, Words(c))).ToArray();
    }

    public void Save(StateWriter writer)
    {
        writer.Byte(Format);
        foreach (var profile in _profiles) profile.Save(writer);
        _quick.Save(writer);
        _slow.Save(writer);
        _quickTail.Save(writer);
        _slowTail.Save(writer);
        writer.Count(_count);
    }

    public void Restore(ref StateReader reader)
    {
        if (reader.Byte() is not Format and var other) throw new StateFormatException($"state of joint in format {other}; this version reads {Format}");
        foreach (var profile in _profiles) profile.Restore(ref reader);
        _quick.Restore(ref reader);
        _slow.Restore(ref reader);
        _quickTail.Restore(ref reader);
        _slowTail.Restore(ref reader);
        _count = reader.Small();
    }

    private static double Rarity(TailEstimate tail, double distance) => Math.Min(MostRarity, -Math.Log10(tail.Exceedance(distance)));

    private void Learn(double quick, double slow, double pace)
    {
        _count = Math.Min(_count + 1, int.MaxValue - 1);
        _quick.Learn(pace);
        _slow.Learn(pace);
        if (_count > 50)
        {
            _quickTail.Learn(quick, pace);
            _slowTail.Learn(slow, pace);
        }

        if (pace < 1 && _count % (int)(1 / pace) != 0) return;
        for (var c = 0; c < Channels; c++)
            if (!double.IsNaN(_values[c])) _profiles[c].Learn(_values[c]);
    }

    private string Words(int channel)
    {
        var profile = _profiles[channel];
        var (low, high) = (profile.Expected - (4 * profile.Spread), profile.Expected + (4 * profile.Spread));
        return string.Create(CultureInfo.InvariantCulture, $"{_values[channel]:G4}, usually {low:G4} to {high:G4} at this time");
    }
}
