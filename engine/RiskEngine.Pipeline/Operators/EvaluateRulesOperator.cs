using System.Reactive.Linq;
using RiskEngine.Core.Events;

namespace RiskEngine.Pipeline.Operators;

/// <summary>Events that the watermark has reached, in event-time order, through all rules.</summary>
public static class EvaluateRulesOperator
{
    /// <summary>Evaluates what the watermark has reached, then lets the clock reach the watermark itself.</summary>
    public static IObservable<TaskBatch> EvaluateRules(this IObservable<TaskBatch> batches, TaskState task)
    {
        Action<EventBatch, int> observe = (events, index) => task.Evaluator.Observe(events, index);
        Action<EventBatch, int, bool> expect = (events, index, isNear) => task.Evaluator.Expect(events[index], isNear);
        return batches.Do(batch =>
        {
            task.Waiting.Release(task.Watermark.Value, observe, expect);
            task.Evaluator.AdvanceTo(task.Watermark.Value);
            task.Evaluator.NamesRefused(task.Decoder.Counters.RejectedFor(RejectReason.TooManySources));
            task.Evaluator.Drain(batch.Candidates);
        });
    }
}
