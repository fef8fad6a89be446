using RiskEngine.Core.Scoring;

namespace RiskEngine.Service.Catalog;

/// <summary>A model that the catalogue names and this program cannot run; whoever asks for it is told why.</summary>
internal sealed class UnusableModel(string name, string version, string reason) : IModel
{
    public string Name => name;

    public string Version => version;

    public string ParameterHash => "-";

    public string? Refuses(int channels) => $"model {name} cannot be used: {reason}";

    public IScorer Create(int channels) => throw new InvalidOperationException(Refuses(channels));
}
