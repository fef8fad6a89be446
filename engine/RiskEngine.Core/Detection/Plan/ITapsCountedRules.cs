using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>A detector that looks at alerts of rules, and also at where the events come from that those rules look at.</summary>
internal interface ITapsCountedRules : IAlertFollower
{
    /// <summary>What observes the events of a rule that it follows; it measures nothing for that rule.</summary>
    IDetector TapOf(Rule rule);
}
