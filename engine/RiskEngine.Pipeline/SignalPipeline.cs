using RiskEngine.Pipeline.Stages;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline;

/// <summary>The data path of a task that reads signals, top to bottom: rules over several partitions.</summary>
public static class SignalPipeline
{
    /// <summary>Builds the path from what happens to a task to what is to be published. Each stage takes what only the one before it makes.</summary>
    /// <param name="inputs">Inputs in their order, pushed one at a time.</param>
    /// <param name="task">The task's state; only this path may touch it.</param>
    /// <returns>One output per input, reused. Cold until subscribed.</returns>
    public static IObservable<TaskOutput> Build(IObservable<TaskInput> inputs, TaskState task) => inputs
        .EvaluateSignals(task)
        .WithholdReplayed(task)
        .RouteTransitions(task);
}
