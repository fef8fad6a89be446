using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Life;

/// <summary>A detector that looks at alerts of rules instead of events, with the state that it keeps of them.</summary>
internal interface IAlertFollower : IKeyedState
{
    /// <summary>Whether it looks at the alerts of a rule.</summary>
    bool Follows(Rule rule);

    /// <summary>Takes in a transition of an alert that it follows, as it comes about.</summary>
    void Observe(AlertTransition transition);

    /// <summary>All alerts that one event, or one step of silence, gives have been taken in.</summary>
    void Settle();
}
