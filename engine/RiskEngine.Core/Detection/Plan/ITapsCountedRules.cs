using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Signals;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>A detector that looks at alerts of rules, and also at where the events come from that those rules look at.</summary>
internal interface ITapsCountedRules : IAlertFollower
{
    /// <summary>Id of its rule.</summary>
    string RuleId { get; }

    /// <summary>A source has spoken to a rule that it follows, in another task.</summary>
    void See(in SeenSource seen);

    /// <summary>What observes the events of a rule that it follows; it measures nothing for that rule.</summary>
    IDetector TapOf(Rule rule);
}
