using System.Reactive.Linq;
using RiskEngine.Core.Events;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Desk.Running;

/// <summary>The data path of a task of the desk: transitions in, incidents out.</summary>
public static class DeskPipeline
{
    /// <summary>Builds the path from what happens to a task to what is to be published.</summary>
    /// <param name="inputs">Inputs in their order, pushed one at a time.</param>
    /// <param name="program">The task's state; only this path may touch it.</param>
    /// <returns>One output per input, reused. Cold until subscribed.</returns>
    public static IObservable<TaskOutput> Build(IObservable<TaskInput> inputs, DeskProgram program) => Observable.Defer(() =>
    {
        var output = new DeskOutput();
        var rejections = new List<Rejection>();
        return inputs.Select(TaskOutput (input) =>
        {
            rejections.Clear();
            program.Take(input, rejections);
            return output.With(program.Drain(), rejections);
        });
    });
}
