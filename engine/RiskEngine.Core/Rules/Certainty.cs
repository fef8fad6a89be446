namespace RiskEngine.Core.Rules;

/// <summary>How sure an alert is, in CAP's terms; decided by how the rule measures.</summary>
public enum Certainty : byte
{
    /// <summary>Measured directly: a reading, a count, a silence.</summary>
    Observed,

    /// <summary>Inferred from the statistics of a window.</summary>
    Likely,

    /// <summary>A model's judgement.</summary>
    Possible,
}
