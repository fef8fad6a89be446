using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>A detector that looks at alerts of rules instead of events, with the state that it keeps of them.</summary>
internal interface IAlertFollower : IKeyedState
{
    /// <summary>Whether it looks at the alerts of a rule.</summary>
    bool Follows(Rule rule);

    /// <summary>The alerts of a rule that it looks at; told once for each, before all else.</summary>
    void LookAt(AlertBook book);

    /// <summary>The task goes on from a checkpoint or with other rules: alerts may be open that it knows nothing of, and others have ended.</summary>
    /// <param name="now">The time that has been reached.</param>
    /// <param name="areTold">Whether other tasks tell of the alerts, so that what is open is not to be seen here.</param>
    void CatchUp(EventTime now, bool areTold);

    /// <summary>Takes in a transition of an alert that it follows, as it comes about.</summary>
    void Observe(AlertTransition transition);

    /// <summary>All alerts that one event, or one step of silence, gives have been taken in.</summary>
    void Settle();
}
