using RiskEngine.Core.Scoring;
using RiskEngine.Models.Catalog;

namespace RiskEngine.Models.Forest;

/// <summary>The model <c>forest</c> for devices and sites with several channels: how few rows ever fell near this one.</summary>
public sealed class ForestModel : IModel
{
    private const int MostChannels = 256;
    private readonly ForestParameters _parameters;

    /// <summary>Creates the model with given parameters, the shipped ones by default.</summary>
    public ForestModel(ForestParameters? parameters = null)
    {
        _parameters = parameters ?? ForestParameters.Default;
        ParameterHash = ModelHash.Of(Name, Version, _parameters);
    }

    /// <inheritdoc/>
    public string Name => "forest";

    /// <inheritdoc/>
    public string Version => "2";

    /// <inheritdoc/>
    public string ParameterHash { get; }

    /// <inheritdoc/>
    public IScorer Create(int channels) => channels is >= 1 and <= MostChannels
        ? new ForestScorer(_parameters, channels)
        : throw new ArgumentOutOfRangeException(nameof(channels), channels, $"forest takes 1 to {MostChannels} channels");
}
