using System.Globalization;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.Univariate;

namespace RiskEngine.Models.Multivariate;

/// <summary>One clock profile per channel, and how far each channel's value lies from its own, in mean absolute deviations.</summary>
/// <remarks>A channel without a value counts as normal and learns nothing. About 1.8 kB a channel.</remarks>
internal sealed class ChannelProfiles
{
    private readonly ClockProfile[] _profiles;
    private readonly double[] _deviations;
    private double[] _values = [];

    /// <summary>Creates profiles that have seen nothing.</summary>
    /// <param name="channels">At least 1.</param>
    /// <param name="zone">The zone of their hours and days; null for UTC.</param>
    public ChannelProfiles(int channels, TimeZoneInfo? zone = null)
    {
        _profiles = new ClockProfile[channels];
        for (var c = 0; c < channels; c++) _profiles[c] = new ClockProfile(zone: zone);
        _deviations = new double[channels];
    }

    /// <summary>The deviations of the row last given.</summary>
    public double[] Deviations => _deviations;

    /// <summary>Forecasts every channel at a time and returns how far the values lie from that.</summary>
    /// <param name="at">When.</param>
    /// <param name="values">One per channel, NaN where there is none; looked at again when learning and explaining.</param>
    public double[] Observe(EventTime at, double[] values)
    {
        _values = values;
        for (var c = 0; c < _profiles.Length; c++)
        {
            var profile = _profiles[c];
            profile.Forecast(at);
            _deviations[c] = profile.IsEmpty || double.IsNaN(values[c]) ? 0 : (values[c] - profile.Expected) / profile.Spread;
        }

        return _deviations;
    }

    /// <summary>Learns the row last given.</summary>
    public void Learn()
    {
        for (var c = 0; c < _profiles.Length; c++)
            if (!double.IsNaN(_values[c])) _profiles[c].Learn(_values[c]);
    }

    /// <summary>The channels with their shares, largest first, each with its value and what is usual; empty where no share is above zero.</summary>
    /// <param name="shares">One per channel, not normalised.</param>
    public IReadOnlyList<ScoreShare> Explain(double[] shares)
    {
        var sum = shares.Sum();
        if (!(sum > 0)) return [];
        return Enumerable.Range(0, shares.Length).Where(c => shares[c] > 0).OrderByDescending(c => shares[c])
            .Select(c => new ScoreShare($"channel {c + 1}", shares[c] / sum, Words(c))).ToArray();
    }

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter writer)
    {
        foreach (var profile in _profiles) profile.Save(writer);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        foreach (var profile in _profiles) profile.Restore(ref reader);
    }

    private string Words(int channel)
    {
        var profile = _profiles[channel];
        var (low, high) = (profile.Expected - (4 * profile.Spread), profile.Expected + (4 * profile.Spread));
        var value = channel < _values.Length ? _values[channel] : double.NaN;
        return string.Create(CultureInfo.InvariantCulture, $"{value:G4}, usually {low:G4} to {high:G4} at this time");
    }
}
