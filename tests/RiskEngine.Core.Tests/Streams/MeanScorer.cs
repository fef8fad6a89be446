using System.Globalization;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Streams;

/// <summary>Scores the first channel by its distance from the mean of what was learned; judges from the third value on.</summary>
internal sealed class MeanScorer(int channels) : IScorer
{
    public const int LearnsFirst = 3;
    public const double WidthBelow = 2;
    public const double WidthAbove = 5;
    public const double Farthest = 10;

    private double _sum;
    private long _count;
    private double _last;

    public int Channels => channels;

    /// <summary>How many observations were judged, learned from or not.</summary>
    public long Observed { get; private set; }

    public Score Observe(EventTime at, ReadOnlySpan<double> values, bool learn = true)
    {
        Observed++;
        if (double.IsNaN(values[0])) return Score.NotLearned;
        var mean = _sum / _count;
        var score = _count < LearnsFirst
            ? Score.NotLearned
            : new Score(Math.Min(1, Math.Abs(values[0] - mean) / Farthest), false, mean, mean - WidthBelow, mean + WidthAbove);
        _last = values[0];
        if (!learn) return score;
        _sum += values[0];
        _count++;
        return score;
    }

    public IReadOnlyList<ScoreShare> Explain() => [new ScoreShare("mean", 1, string.Create(CultureInfo.InvariantCulture, $"{_last} after {_count} values"))];

    public void Save(StateWriter writer)
    {
        writer.Double(_sum);
        writer.Int(_count);
    }

    public void Restore(ref StateReader reader) => (_sum, _count) = (reader.Double(), reader.Int());
}
