using System.Reactive.Linq;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Stages;

/// <summary>What was published before the task lost its state is not published again while it is rebuilt.</summary>
public static class WithholdReplayedStage
{
    /// <summary>Removes the rejections, late events and transitions of a replay; at its end all open alerts are published once more, because nobody knows which of
    /// them had been.</summary>
    public static IObservable<FreshBatch> WithholdReplayed(this IObservable<CandidateBatch> batches, TaskState task) => Observable.Defer(() =>
    {
        FreshBatch? fresh = null;
        return batches.Select(candidates =>
        {
            if (task.Rebuild is { } rebuild)
            {
                rebuild.Withhold(candidates.Transitions);
                candidates.Clear();
            }

            if (candidates.Input is TaskInput.ReplayEnded) candidates.Transitions.AddRange(task.EndRebuild());
            return fresh ??= new FreshBatch(candidates);
        });
    });
}
