namespace RiskEngine.Workbench.Verifying;

/// <summary>What deriving a published transition again came to.</summary>
public enum VerifyOutcome
{
    /// <summary>The same transition came about, field for field.</summary>
    Identical,

    /// <summary>It did not come about, or differs in a field.</summary>
    Differs,

    /// <summary>The log does not hold the records any more on which it rests.</summary>
    EvidenceExpired,

    /// <summary>It cannot be told from what was given: more of the log, its ticks, or other rules are needed.</summary>
    NeedsMore,
}
