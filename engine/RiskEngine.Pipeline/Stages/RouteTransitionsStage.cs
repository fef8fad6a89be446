using System.Reactive.Linq;
using RiskEngine.Core.Rules;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Stages;

/// <summary>Decides where each transition goes, and counts it there.</summary>
public static class RouteTransitionsStage
{
    /// <summary>Sends transitions of shadow rules to the shadow topic and all others to the alert topic; marks those that only an idle clock caused.</summary>
    public static IObservable<TaskOutput> RouteTransitions(this IObservable<FreshBatch> batches, TaskState task) => Observable.Defer(() =>
    {
        var output = new TaskOutput();
        return batches.Select(fresh =>
        {
            output.Clear();
            (output.Rejections, output.Late, output.Signals, output.RuleChange) = (fresh.Rejections, fresh.Late, fresh.Signals, fresh.RuleChange);
            var isIdle = fresh.Input is TaskInput.Tick { IsIdle: true };
            foreach (var candidate in fresh.Transitions)
            {
                var transition = isIdle ? candidate with { OnIdleClock = true } : candidate;
                output.Transitions.Add(transition);
                (transition.Rule.Mode == RuleMode.Shadow ? output.Shadow : output.Alerts).Add(transition);
            }

            task.CountTransitions(output.Alerts, output.Shadow);
            return output;
        });
    });
}
