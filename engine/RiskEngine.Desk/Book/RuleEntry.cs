using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk.Book;

/// <summary>A version of a rule of which alerts are kept.</summary>
internal sealed class RuleEntry(AlertFacts facts) : IEntry
{
    /// <summary>Stands for the rule of an alert that is not tied to it yet.</summary>
    public static readonly RuleEntry None = new(new AlertFacts { Rule = "", Hash = "", Title = "", By = "", Category = "", Labels = [] });

    public int Slot { get; set; } = -1;

    public long Order { get; set; }

    public AlertFacts Facts { get; } = facts;

    /// <summary>What its alerts are about, as the policy in force says.</summary>
    public string Cause { get; set; } = "";

    /// <summary>How many alerts are kept of it.</summary>
    public int Alerts { get; set; }

    /// <summary>Which policies concern its alerts, as far as that depends on the rule.</summary>
    public RuleConcerns? Concerns { get; set; }
}
