using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Running;

/// <summary>A task that the loop can run: its program, and the path that drives it.</summary>
/// <param name="Program">Its state and its place in the log.</param>
/// <param name="Build">Builds the path from what happens to it to what is to be published: one output for each input.</param>
public sealed record RunnableTask(TaskProgram Program, Func<IObservable<TaskInput>, IObservable<TaskOutput>> Build)
{
    /// <summary>A task that evaluates rules.</summary>
    public static RunnableTask Of(TaskState task) => new(task, AlertPipeline.PathOf(task));
}
