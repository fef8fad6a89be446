using System.Globalization;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;

namespace RiskEngine.Models.Scoring;

/// <summary>Rows of a recording that wait to be scored in one go and written.</summary>
internal sealed class ScoredBlock(IScorer scorer, TextWriter writer)
{
    private const int Rows = 32768;
    private readonly EventTime[] _times = new EventTime[Rows];
    private readonly (string Stamp, string Value)[] _texts = new (string, string)[Rows];
    private readonly double[] _values = new double[Rows * scorer.Channels];
    private readonly Score[] _scores = new Score[Rows];
    private int _count;

    /// <summary>Takes in a row, and makes room for it where there is none.</summary>
    /// <returns>Its values, to be filled before the next call.</returns>
    public Span<double> Add(EventTime at, string stamp, string value)
    {
        if (_count == Rows) Flush();
        (_times[_count], _texts[_count]) = (at, (stamp, value));
        return _values.AsSpan(_count++ * scorer.Channels, scorer.Channels);
    }

    /// <summary>Scores and writes what waits.</summary>
    public void Flush()
    {
        scorer.ObserveAll(_times.AsSpan(0, _count), _values.AsSpan(0, _count * scorer.Channels), _scores);
        for (var row = 0; row < _count; row++)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{_texts[row].Stamp},{_texts[row].Value},{_scores[row].Value:R}\n"));
        _count = 0;
    }
}
