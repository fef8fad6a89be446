using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Rules.Tests;

/// <summary>The simplest model that behaves like one: mean and spread of all it has seen, ten observations to warm up.</summary>
internal sealed class ThreeSigmaModel(string name = "auto") : IModel
{
    public string Name => name;

    public string Version => "1";

    public string ParameterHash => "0";

    /// <summary>It has no rhythm, so that any advice about one is fine.</summary>
    public IModel With(Seasonality seasonality) => this;

    /// <summary>Under its own name it stands in for models that do not go by the clock.</summary>
    public IModel? With(TimeZoneInfo zone) => name == "auto" ? this : null;

    public IScorer Create(int channels) => new Scorer(channels);

    private sealed class Scorer(int channels) : IScorer
    {
        private readonly List<double> _seen = [];

        public int Channels => channels;

        public Score Observe(EventTime at, ReadOnlySpan<double> values, bool learn = true)
        {
            var value = values[0];
            var score = Judge(value);
            if (learn) _seen.Add(value);
            return score;
        }

        public IReadOnlyList<ScoreShare> Explain() => [];

        public void Save(StateWriter writer) => throw new NotSupportedException();

        public void Restore(ref StateReader reader) => throw new NotSupportedException();

        private Score Judge(double value)
        {
            if (_seen.Count < 10) return Score.NotLearned;
            var mean = _seen.Average();
            var band = Math.Max(1, 3 * Math.Sqrt(_seen.Average(seen => (seen - mean) * (seen - mean))));
            return new Score(Math.Abs(value - mean) > band ? 0.999 : 0.5, false, mean, mean - band, mean + band);
        }
    }
}
