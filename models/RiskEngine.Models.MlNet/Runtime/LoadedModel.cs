using System.Security.Cryptography;
using System.Text;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>A model that was trained off line: what the catalogue says of it and its judge, loaded once and shared by all its scorers.</summary>
internal sealed class LoadedModel : IModel
{
    private readonly MlNetSpec _spec;

    /// <param name="spec">What the catalogue says of it.</param>
    /// <param name="file">The bytes of its file; the hash covers them and all that changes scores.</param>
    /// <param name="judge">What judges its rows.</param>
    public LoadedModel(MlNetSpec spec, byte[] file, IRowJudge judge)
    {
        (_spec, Judge) = (spec, judge);
        Calibrates = spec.Calibrate ?? judge.Kind == OutputKind.Score;
        var features = string.Join(';', spec.Features.Select(feature => $"{feature.Column}={feature.Text}"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Version}/{string.Join(';', spec.Inputs)}/{features}/{judge.Output}/{Calibrates}"));
        ParameterHash = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    public string Name => _spec.Name;

    public string Version => MlNetSpec.Version;

    public string ParameterHash { get; }

    public MlNetSpec Spec => _spec;

    public IRowJudge Judge { get; }

    public bool Calibrates { get; }

    public string? Refuses(int channels) => channels == _spec.Inputs.Count
        ? null
        : $"model {Name} has {_spec.Inputs.Count} inputs ({string.Join(", ", _spec.Inputs)}), but is given {channels}; give them in this order";

    public IScorer Create(int channels)
    {
        if (Refuses(channels) is { } reason) throw new ArgumentOutOfRangeException(nameof(channels), channels, reason);
        return new RowScorer(this);
    }
}
