using RiskEngine.Core.Scoring;
using RiskEngine.Models.Catalog;

namespace RiskEngine.Models.Meters;

/// <summary>The model <c>meters</c> for cumulative registers of water, heat, gas and electricity: use, night minimum, and a main meter against those below it.</summary>
public sealed class MetersModel : IModel
{
    private readonly MetersParameters _parameters;

    /// <summary>Creates the model with given parameters, the shipped ones by default.</summary>
    public MetersModel(MetersParameters? parameters = null)
    {
        _parameters = parameters ?? MetersParameters.Default;
        ParameterHash = ModelHash.Of(Name, Version, _parameters);
    }

    /// <inheritdoc/>
    public string Name => "meters";

    /// <inheritdoc/>
    public string Version => "3";

    /// <inheritdoc/>
    public string ParameterHash { get; }

    /// <inheritdoc/>
    public IScorer Create(int channels) => channels >= 1
        ? new MetersScorer(_parameters, channels)
        : throw new ArgumentOutOfRangeException(nameof(channels), channels, "meters needs at least one channel, the main meter");
}
