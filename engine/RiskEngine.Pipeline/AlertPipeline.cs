using RiskEngine.Pipeline.Stages;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline;

/// <summary>The data path of one task, top to bottom. <c>run</c>, <c>backtest</c>, <c>explain</c>, <c>rules test</c> and the benchmarks all take it.</summary>
public static class AlertPipeline
{
    /// <summary>Builds the path from what happens to a task to what is to be published. Each stage takes what only the one before it makes.</summary>
    /// <param name="inputs">Inputs in their order, pushed one at a time: the pipeline's own speed is the back-pressure.</param>
    /// <param name="task">The task's state; only this path may touch it.</param>
    /// <returns>One output per input, reused. Cold until subscribed.</returns>
    public static IObservable<TaskOutput> Build(IObservable<TaskInput> inputs, TaskState task) => inputs
        .DecodeRecords(task)
        .EvaluateRules(task)
        .WithholdReplayed(task)
        .RouteTransitions(task);

    /// <summary>The path of a task that evaluates rules: this one, or <see cref="SignalPipeline"/> where its log holds signals.</summary>
    public static Func<IObservable<TaskInput>, IObservable<TaskOutput>> PathOf(TaskState task) =>
        inputs => task.ReadsSignals ? SignalPipeline.Build(inputs, task) : Build(inputs, task);
}
