using System.Reactive.Linq;
using RiskEngine.Core.Events;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Stages;

/// <summary>Events that the watermark has reached, in event-time order, through all rules.</summary>
public static class EvaluateRulesStage
{
    /// <summary>Changes over to other rules where the input says so, evaluates what the watermark has reached, then lets the clock reach the watermark itself.</summary>
    public static IObservable<CandidateBatch> EvaluateRules(this IObservable<OrderedBatch> batches, TaskState task) => Observable.Defer(() =>
    {
        var observe = ObserverOf(task);
        Action<EventBatch, int, bool> prefetch = (events, index, isNear) => task.Evaluator.Prefetch(events[index], isNear);
        CandidateBatch? candidates = null;
        return batches.Select(ordered =>
        {
            candidates ??= new CandidateBatch(ordered);
            candidates.Transitions.Clear();
            candidates.RuleChange = ordered.Input is TaskInput.RulesChanged { Next: { } next } ? task.ChangeRules(next) : null;
            ordered.Release(observe, prefetch);
            task.Evaluator.AdvanceTo(ordered.Reached);
            task.Evaluator.NamesRefused(task.Decoder.Counters.RejectedFor(RejectReason.TooManySources));
            task.Evaluator.Drain(candidates.Transitions);
            return candidates;
        });
    });

    private static Action<EventBatch, int> ObserverOf(TaskState task)
    {
        if (task.EventObserver is not { } observer) return (events, index) => task.Evaluator.Observe(events, index);
        return (events, index) =>
        {
            task.Evaluator.AdvanceTo(events[index].Time);
            observer.Reached(events, index);
            task.Evaluator.Observe(events, index);
            observer.Evaluated();
        };
    }
}
