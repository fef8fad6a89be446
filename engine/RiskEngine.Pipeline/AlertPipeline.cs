using RiskEngine.Pipeline.Operators;

namespace RiskEngine.Pipeline;

/// <summary>The data path of one task, top to bottom.</summary>
public static class AlertPipeline
{
    /// <summary>Builds the path from batches of raw records (and idle ticks) to batches that carry what is to be published.</summary>
    /// <param name="batches">Batches in offset order, pushed one at a time: the pipeline's own speed is the back-pressure.</param>
    /// <param name="task">The task's state; only this path may touch it.</param>
    /// <returns>The same batches with rejections, late events, alerts and shadow alerts filled in. Cold until subscribed.</returns>
    public static IObservable<TaskBatch> Build(IObservable<TaskBatch> batches, TaskState task) => batches
        .DecodeEvents(task)
        .SplitLateEvents(task)
        .EvaluateRules(task)
        .WithholdReplayed(task)
        .RouteTransitions(task);
}
