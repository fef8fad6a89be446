using RiskEngine.Core.Scoring;
using RiskEngine.Models.Catalog;

namespace RiskEngine.Models.Meters;

/// <summary>The model <c>meters</c> for cumulative registers of water, heat, gas and electricity: use, night minimum, and a main meter against those below it.</summary>
public sealed class MetersModel : IModel
{
    private readonly MetersParameters _parameters;
    private readonly TimeZoneInfo? _zone;

    /// <summary>Creates the model with given parameters, the shipped ones by default.</summary>
    /// <param name="parameters">The parameters; null for the shipped ones.</param>
    /// <param name="zone">The zone of its hours and days; null for UTC.</param>
    public MetersModel(MetersParameters? parameters = null, TimeZoneInfo? zone = null)
    {
        (_parameters, _zone) = (parameters ?? MetersParameters.Default, zone);
        ParameterHash = ModelHash.Of(Name, Version, _parameters, zone);
    }

    /// <inheritdoc/>
    public string Name => "meters";

    /// <inheritdoc/>
    public string Version => "3";

    /// <inheritdoc/>
    public string ParameterHash { get; }

    /// <inheritdoc/>
    public IModel? With(TimeZoneInfo zone) => new MetersModel(_parameters, ModelHash.ZoneOf(zone));

    /// <inheritdoc/>
    public IScorer Create(int channels) => channels >= 1
        ? new MetersScorer(_parameters, channels, _zone)
        : throw new ArgumentOutOfRangeException(nameof(channels), channels, "meters needs at least one channel, the main meter");
}
