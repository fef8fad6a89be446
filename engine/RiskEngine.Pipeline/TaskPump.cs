using System.Reactive.Subjects;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline;

/// <summary>Drives one task: pushes an input through its pipeline and returns when all of its consequences are known.</summary>
/// <remarks>Owned by the task's thread. An exception of the pipeline, or of what it publishes to, ends the pump: no later input can pass unseen.</remarks>
public sealed class TaskPump : IDisposable
{
    private readonly Subject<TaskInput> _inputs = new();
    private readonly IDisposable _subscription;
    private Exception? _failure;

    /// <summary>Builds and starts the pipeline of a task that evaluates rules.</summary>
    /// <param name="task">The task's state.</param>
    /// <param name="publish">Receives what comes of each input.</param>
    public TaskPump(TaskState task, Action<TaskOutput> publish)
        : this(AlertPipeline.PathOf(task), publish)
    {
    }

    /// <summary>Builds and starts the pipeline of a task.</summary>
    /// <param name="build">Builds its path from what happens to what is to be published: one output for each input.</param>
    /// <param name="publish">Receives what comes of each input.</param>
    public TaskPump(Func<IObservable<TaskInput>, IObservable<TaskOutput>> build, Action<TaskOutput> publish) =>
        _subscription = build(_inputs).Subscribe(publish, failure => _failure = failure);

    /// <summary>Pushes one input.</summary>
    /// <exception cref="InvalidOperationException">The pipeline has failed, now or before; the task must restart from its checkpoint.</exception>
    public void Push(TaskInput input)
    {
        if (_failure is null) TryPush(input);
        if (_failure is not null) throw new InvalidOperationException("the pipeline of the task failed", _failure);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription.Dispose();
        _inputs.Dispose();
    }

    private void TryPush(TaskInput input)
    {
        try
        {
            _inputs.OnNext(input);
        }
        catch (Exception fault)
        {
            // Rx hands on what the last subscriber throws and drops the subscription: the next input would go nowhere.
            _failure = fault;
        }
    }
}
