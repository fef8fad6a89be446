using RiskEngine.Core.Scoring;
using RiskEngine.Models.Catalog;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Counts;

/// <summary>The model <c>counts</c> for people, vehicles, swipes: whole numbers per interval, over-dispersed and full of zeros.</summary>
public sealed class CountsModel : IModel
{
    private readonly CountsParameters _parameters;
    private readonly TimeZoneInfo? _zone;

    /// <summary>Creates the model with given parameters, the shipped ones by default.</summary>
    /// <param name="parameters">The parameters; null for the shipped ones.</param>
    /// <param name="zone">The zone of its hours and days; null for UTC.</param>
    public CountsModel(CountsParameters? parameters = null, TimeZoneInfo? zone = null)
    {
        (_parameters, _zone) = (parameters ?? CountsParameters.Default, zone);
        ParameterHash = ModelHash.Of(Name, Version, _parameters, zone);
    }

    /// <inheritdoc/>
    public string Name => "counts";

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public string ParameterHash { get; }

    /// <inheritdoc/>
    public IModel? With(TimeZoneInfo zone) => new CountsModel(_parameters, ModelHash.ZoneOf(zone));

    /// <inheritdoc/>
    public IScorer Create(int channels) => channels switch
    {
        < 1 => throw new ArgumentOutOfRangeException(nameof(channels), channels, "counts needs at least one channel"),
        1 => new CountsScorer(_parameters, _zone),
        _ => new ChannelsScorer(channels, () => new CountsScorer(_parameters, _zone)),
    };
}
