namespace RiskEngine.Workbench.Backtesting;

/// <summary>What a change of rules changed for one rule. An alert may count as moved, regraded and resized at once.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Changes">Its alerts in order of time.</param>
/// <param name="InBefore">Whether the first rule set has the rule.</param>
/// <param name="InAfter">Whether the second rule set has the rule.</param>
public sealed record RuleComparison(string RuleId, IReadOnlyList<AlertChange> Changes, bool InBefore, bool InAfter)
{
    /// <summary>Alerts under the first rule set.</summary>
    public int Before => Changes.Count(change => !change.IsNew);

    /// <summary>Alerts under the second rule set.</summary>
    public int After => Changes.Count(change => !change.IsGone);

    /// <summary>Whether anything changed.</summary>
    public bool HasChanged => InBefore != InAfter || Changes.Any(change => !change.IsSame);

    /// <summary>Alerts to which a statement applies.</summary>
    public int Count(Func<AlertChange, bool> applies) => Changes.Count(applies);
}
