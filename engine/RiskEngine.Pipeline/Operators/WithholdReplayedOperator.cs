using System.Reactive.Linq;

namespace RiskEngine.Pipeline.Operators;

/// <summary>What was published before the task lost its state is not published again while it is rebuilt.</summary>
public static class WithholdReplayedOperator
{
    /// <summary>Takes rejections, late events and transitions out of batches that are replayed; the last transition of each open alert is remembered.</summary>
    public static IObservable<TaskBatch> WithholdReplayed(this IObservable<TaskBatch> batches, TaskState task) =>
        batches.Do(batch => task.Rebuild?.Withhold(batch));
}
