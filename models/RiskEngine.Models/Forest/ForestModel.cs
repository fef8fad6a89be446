using RiskEngine.Core.Scoring;
using RiskEngine.Models.Catalog;

namespace RiskEngine.Models.Forest;

/// <summary>The model <c>forest</c> for devices and sites with several channels: how few rows ever fell near this one.</summary>
public sealed class ForestModel : IModel
{
    private const int MostChannels = 256;
    private readonly ForestParameters _parameters;
    private readonly TimeZoneInfo? _zone;

    /// <summary>Creates the model with given parameters, the shipped ones by default.</summary>
    /// <param name="parameters">The parameters; null for the shipped ones.</param>
    /// <param name="zone">The zone of its hours and days; null for UTC.</param>
    public ForestModel(ForestParameters? parameters = null, TimeZoneInfo? zone = null)
    {
        (_parameters, _zone) = (parameters ?? ForestParameters.Default, zone);
        ParameterHash = ModelHash.Of(Name, Version, _parameters, zone);
    }

    /// <inheritdoc/>
    public string Name => "forest";

    /// <inheritdoc/>
    public string Version => "2";

    /// <inheritdoc/>
    public string ParameterHash { get; }

    /// <inheritdoc/>
    public IModel? With(TimeZoneInfo zone) => new ForestModel(_parameters, ModelHash.ZoneOf(zone));

    /// <inheritdoc/>
    public IScorer Create(int channels) => channels is >= 1 and <= MostChannels
        ? new ForestScorer(_parameters, channels, _zone)
        : throw new ArgumentOutOfRangeException(nameof(channels), channels, $"forest takes 1 to {MostChannels} channels");
}
