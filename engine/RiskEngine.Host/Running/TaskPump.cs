using System.Reactive.Subjects;
using RiskEngine.Pipeline;

namespace RiskEngine.Host.Running;

/// <summary>Drives one task: pushes a batch through its pipeline and returns when all of its consequences are known.</summary>
/// <remarks>Owned by the task's thread. An exception of the pipeline, or of what it publishes to, ends the pump: no later batch can pass unseen.</remarks>
public sealed class TaskPump : IDisposable
{
    private readonly Subject<TaskBatch> _batches = new();
    private readonly IDisposable _subscription;
    private Exception? _failure;

    /// <summary>Builds and starts the pipeline of a task.</summary>
    /// <param name="task">The task's state.</param>
    /// <param name="publish">Receives each batch after the last operator.</param>
    public TaskPump(TaskState task, Action<TaskBatch> publish) =>
        _subscription = AlertPipeline.Build(_batches, task).Subscribe(publish, failure => _failure = failure);

    /// <summary>Pushes one batch.</summary>
    /// <exception cref="InvalidOperationException">The pipeline has failed, now or before; the task must restart from its checkpoint.</exception>
    public void Push(TaskBatch batch)
    {
        if (_failure is null) TryPush(batch);
        if (_failure is not null) throw new InvalidOperationException("the pipeline of the task failed", _failure);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription.Dispose();
        _batches.Dispose();
    }

    private void TryPush(TaskBatch batch)
    {
        try
        {
            _batches.OnNext(batch);
        }
        catch (Exception fault)
        {
            // Rx hands on what the last subscriber throws and drops the subscription: the next batch would go nowhere.
            _failure = fault;
        }
    }
}
