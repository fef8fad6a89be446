namespace RiskEngine.Core.Detection.Plan;

/// <summary>What became of an event when it arrived.</summary>
public enum Verdict
{
    /// <summary>No rule concerns it.</summary>
    Filtered,

    /// <summary>A rule looked at it.</summary>
    Evaluated,

    /// <summary>It waits for rules whose keys several sources feed; <see cref="RuleEvaluator"/> counts it once they have seen it.</summary>
    Waiting,

    /// <summary>It was delivered before and does not count again.</summary>
    Duplicate,

    /// <summary>It comes after later events, or after silence was decided upon, and no rule could make use of it any more.</summary>
    Late,
}
