using RiskEngine.Core.Scoring;
using RiskEngine.Models.Catalog;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Counts;

/// <summary>The model <c>counts</c> for people, vehicles, swipes: whole numbers per interval, over-dispersed and full of zeros.</summary>
public sealed class CountsModel : IModel
{
    private readonly CountsParameters _parameters;

    /// <summary>Creates the model with given parameters, the shipped ones by default.</summary>
    public CountsModel(CountsParameters? parameters = null)
    {
        _parameters = parameters ?? CountsParameters.Default;
        ParameterHash = ModelHash.Of(Name, Version, _parameters);
    }

    /// <inheritdoc/>
    public string Name => "counts";

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public string ParameterHash { get; }

    /// <inheritdoc/>
    public IScorer Create(int channels) => channels switch
    {
        < 1 => throw new ArgumentOutOfRangeException(nameof(channels), channels, "counts needs at least one channel"),
        1 => new CountsScorer(_parameters),
        _ => new ChannelsScorer(channels, () => new CountsScorer(_parameters)),
    };
}
