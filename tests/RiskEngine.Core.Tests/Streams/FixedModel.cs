using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Streams;

/// <summary>A model that learns nothing.</summary>
internal sealed class FixedModel : IModel
{
    public string Name => "fixed";

    public string Version => "1";

    public string ParameterHash => "0";

    public IScorer Create(int channels) => new FixedScorer(channels);
}

file sealed class FixedScorer(int channels) : IScorer
{
    public int Channels => channels;

    public Score Observe(EventTime at, ReadOnlySpan<double> values, bool learn) => new(Math.Clamp(values[0] / 12, 0, 1), Warming: false, Expected: 5, Low: 4, High: 6);

    public IReadOnlyList<ScoreShare> Explain() => [];

    public void Save(StateWriter writer) => writer.Bool(true);

    public void Restore(ref StateReader reader) => reader.Bool();
}
