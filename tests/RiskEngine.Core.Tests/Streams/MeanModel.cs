using RiskEngine.Core.Scoring;

namespace RiskEngine.Core.Tests.Streams;

/// <summary>A model that anybody can follow: it expects the mean of all that it learned.</summary>
internal sealed class MeanModel : IModel
{
    public string Name => "mean";

    public string Version => "1";

    public string ParameterHash => "0";

    public IScorer Create(int channels) => new MeanScorer(channels);
}
