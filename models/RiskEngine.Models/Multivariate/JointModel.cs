using RiskEngine.Core.Scoring;
using RiskEngine.Models.Catalog;

namespace RiskEngine.Models.Multivariate;

/// <summary>The model <c>joint</c> for devices and sites with several channels; it tells which channel.</summary>
public sealed class JointModel : IModel
{
    private readonly JointParameters _parameters;

    /// <summary>Creates the model with given parameters, the shipped ones by default.</summary>
    public JointModel(JointParameters? parameters = null)
    {
        _parameters = parameters ?? JointParameters.Default;
        ParameterHash = ModelHash.Of(Name, Version, _parameters);
    }

    /// <inheritdoc/>
    public string Name => "joint";

    /// <inheritdoc/>
    public string Version => "3";

    /// <inheritdoc/>
    public string ParameterHash { get; }

    /// <inheritdoc/>
    public IScorer Create(int channels) => channels >= 1
        ? new JointScorer(_parameters, channels)
        : throw new ArgumentOutOfRangeException(nameof(channels), channels, "joint needs at least one channel");
}
