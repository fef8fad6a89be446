using RiskEngine.Core.Scoring;

namespace RiskEngine.Models.Auto;

/// <summary>The default model <c>auto</c>: no settings, one threshold for every series.</summary>
public sealed class AutoModel : IModel
{
    private readonly AutoParameters _parameters;

    /// <summary>Creates the model with given parameters, the shipped ones by default.</summary>
    public AutoModel(AutoParameters? parameters = null)
    {
        _parameters = parameters ?? AutoParameters.Default;
        ParameterHash = ModelHash.Of(Name, Version, _parameters);
    }

    /// <inheritdoc/>
    public string Name => "auto";

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public string ParameterHash { get; }

    /// <inheritdoc/>
    public IScorer Create(int channels) => channels switch
    {
        < 1 => throw new ArgumentOutOfRangeException(nameof(channels), channels, "auto needs at least one channel"),
        1 => new AutoScorer(_parameters),
        _ => new ChannelsScorer(channels, () => new AutoScorer(_parameters)),
    };
}
