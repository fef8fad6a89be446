using RiskEngine.Core.State;

namespace RiskEngine.Core.Scoring;

/// <summary>A model's judgement of one observation with the reasons that it gives: what alerts and explanations tell.</summary>
/// <param name="Asked">What was asked, e.g. <c>auto(value)</c>.</param>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Version of its algorithm.</param>
/// <param name="ParameterHash">Hash of its parameters.</param>
/// <param name="Score">The judgement.</param>
/// <param name="Shares">What each part contributed, strongest first; empty where the model gives no reasons.</param>
public sealed record ScoreFinding(string Asked, string Model, string Version, string ParameterHash, Score Score, IReadOnlyList<ScoreShare> Shares)
{
    /// <summary>The strongest part in words; empty where the model gives none.</summary>
    public string Because => Shares.Count > 0 ? Shares[0].Words : "";

    /// <inheritdoc/>
    public bool Equals(ScoreFinding? other) =>
        other is not null && Asked == other.Asked && Model == other.Model && Version == other.Version && ParameterHash == other.ParameterHash
        && Score == other.Score && Shares.SequenceEqual(other.Shares);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Asked, Model, Version, ParameterHash, Score, Shares.Count);

    /// <summary>Writes it into the state of an open alert.</summary>
    internal void Save(StateWriter writer)
    {
        writer.String(Asked);
        writer.String(Model);
        writer.String(Version);
        writer.String(ParameterHash);
        writer.Double(Score.Value);
        writer.Bool(Score.Warming);
        writer.Bool(Score.Outage);
        writer.Double(Score.Expected);
        writer.Double(Score.Low);
        writer.Double(Score.High);
        writer.Count(Shares.Count);
        foreach (var share in Shares)
        {
            writer.String(share.Part);
            writer.Double(share.Share);
            writer.String(share.Words);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    internal static ScoreFinding Restored(ref StateReader reader)
    {
        var (asked, model, version, hash) = (reader.String(), reader.String(), reader.String(), reader.String());
        var value = reader.Double();
        var (warming, outage) = (reader.Bool(), reader.Bool());
        var score = new Score(value, warming, reader.Double(), reader.Double(), reader.Double()) { Outage = outage };
        var shares = new ScoreShare[reader.Count()];
        for (var i = 0; i < shares.Length; i++) shares[i] = new ScoreShare(reader.String(), reader.Double(), reader.String());
        return new ScoreFinding(asked, model, version, hash, score, shares);
    }
}
