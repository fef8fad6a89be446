using System.Reactive.Linq;

namespace RiskEngine.Pipeline.Operators;

/// <summary>Events that the watermark has reached, in event-time order, through all rules.</summary>
public static class EvaluateRulesOperator
{
    /// <summary>Evaluates what the watermark has reached, then lets the clock reach the watermark itself.</summary>
    public static IObservable<TaskBatch> EvaluateRules(this IObservable<TaskBatch> batches, TaskState task)
    {
        var evaluator = task.Evaluator;
        Action<Core.Events.EventBatch, int> observe = evaluator.Observe;
        return batches.Do(batch =>
        {
            task.Waiting.Release(task.Watermark.Value, observe);
            evaluator.AdvanceTo(task.Watermark.Value);
            evaluator.Drain(batch.Candidates);
        });
    }
}
