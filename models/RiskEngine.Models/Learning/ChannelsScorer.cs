using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Models.Learning;

/// <summary>A model of one series for several channels: each is judged on its own, and the rarest counts, corrected for how many had the chance (Šidák, 1967).</summary>
internal sealed class ChannelsScorer : IScorer
{
    private readonly IScorer[] _channels;
    private readonly double[] _scores;

    public ChannelsScorer(int channels, Func<IScorer> create)
    {
        _channels = new IScorer[channels];
        for (var c = 0; c < channels; c++) _channels[c] = create();
        _scores = new double[channels];
    }

    public int Channels => _channels.Length;

    public Score Observe(EventTime at, ReadOnlySpan<double> values, bool learn = true)
    {
        var warming = true;
        var outage = false;
        var best = 0.0;
        for (var c = 0; c < _channels.Length; c++)
        {
            var score = _channels[c].Observe(at, values.Slice(c, 1), learn);
            _scores[c] = score.Value;
            best = Math.Max(best, score.Value);
            warming &= score.Warming;
            outage |= score.Outage;
        }

        return new(Math.Pow(best, _channels.Length), warming, double.NaN, double.NaN, double.NaN) { Outage = outage };
    }

    public IReadOnlyList<ScoreShare> Explain()
    {
        var rarities = _scores.Select(score => -Math.Log10(Math.Max(1e-15, 1 - score))).ToArray();
        var sum = rarities.Sum();
        if (!(sum > 0)) return [];
        return Enumerable.Range(0, _channels.Length).Where(c => rarities[c] > 0).OrderByDescending(c => rarities[c])
            .Select(c => new ScoreShare($"channel {c + 1}", rarities[c] / sum, _channels[c].Explain() is [var why, ..] ? why.Words : "unusual")).ToArray();
    }

    public void Save(StateWriter writer)
    {
        foreach (var channel in _channels) channel.Save(writer);
    }

    public void Restore(ref StateReader reader)
    {
        foreach (var channel in _channels) channel.Restore(ref reader);
    }
}
