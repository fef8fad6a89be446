using System.Reactive.Linq;
using RiskEngine.Core.Rules;

namespace RiskEngine.Pipeline.Operators;

/// <summary>Decides where each transition goes, and counts it there.</summary>
public static class RouteTransitionsOperator
{
    /// <summary>Sends transitions of shadow rules to the shadow topic and all others to the alert topic.</summary>
    public static IObservable<TaskBatch> RouteTransitions(this IObservable<TaskBatch> batches, TaskState task) => batches.Do(batch =>
    {
        foreach (var candidate in batch.Candidates)
        {
            var transition = batch.Tick is null ? candidate : candidate with { OnIdleClock = true };
            (transition.Rule.Mode == RuleMode.Shadow ? batch.Shadow : batch.Alerts).Add(transition);
        }

        task.CountTransitions(batch.Alerts, batch.Shadow);
    });
}
