using RiskEngine.Core.Scoring;
using RiskEngine.Models.Catalog;

namespace RiskEngine.Models.Multivariate;

/// <summary>The model <c>joint</c> for devices and sites with several channels; it tells which channel.</summary>
public sealed class JointModel : IModel
{
    private readonly JointParameters _parameters;
    private readonly TimeZoneInfo? _zone;

    /// <summary>Creates the model with given parameters, the shipped ones by default.</summary>
    /// <param name="parameters">The parameters; null for the shipped ones.</param>
    /// <param name="zone">The zone of its hours and days; null for UTC.</param>
    public JointModel(JointParameters? parameters = null, TimeZoneInfo? zone = null)
    {
        (_parameters, _zone) = (parameters ?? JointParameters.Default, zone);
        ParameterHash = ModelHash.Of(Name, Version, _parameters, zone);
    }

    /// <inheritdoc/>
    public string Name => "joint";

    /// <inheritdoc/>
    public string Version => "3";

    /// <inheritdoc/>
    public string ParameterHash { get; }

    /// <inheritdoc/>
    public IModel? With(TimeZoneInfo zone) => new JointModel(_parameters, ModelHash.ZoneOf(zone));

    /// <inheritdoc/>
    public IScorer Create(int channels) => channels >= 1
        ? new JointScorer(_parameters, channels, _zone)
        : throw new ArgumentOutOfRangeException(nameof(channels), channels, "joint needs at least one channel");
}
