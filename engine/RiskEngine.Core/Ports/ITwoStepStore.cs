using RiskEngine.Core.Events;
using RiskEngine.Core.Tasks;

namespace RiskEngine.Core.Ports;

/// <summary>A checkpoint store for <c>delivery: transactional</c>: a step is kept as pending before Kafka's transaction is committed, and finished after it.</summary>
/// <remarks>
/// After a crash in between, the next owner compares the marker that the transaction left in Kafka with the pending step: the same, then it is finished;
/// another one, then it is dropped. Both before anything is read of the state.
/// </remarks>
public interface ITwoStepStore : ICheckpointStore
{
    /// <summary>Keeps a step as pending; judged as <see cref="ICheckpointStore.TrySaveAsync"/> judges.</summary>
    /// <returns>False where the step is refused and the owner must stop.</returns>
    /// <exception cref="DependencyException">The store cannot be reached or refuses writes.</exception>
    Task<bool> TryPrepareAsync(TaskId task, long epoch, TaskCheckpoint checkpoint, ReadOnlyMemory<byte> segment, CancellationToken cancellationToken);

    /// <summary>Makes the pending step the current checkpoint; does nothing where it has become so already.</summary>
    /// <returns>False where the epoch is not the newest one.</returns>
    /// <exception cref="DependencyException">The store cannot be reached or refuses writes.</exception>
    Task<bool> TryFinishAsync(TaskId task, long epoch, PendingStep step, CancellationToken cancellationToken);

    /// <summary>Drops the pending step; the current checkpoint stays.</summary>
    /// <returns>False where the epoch is not the newest one.</returns>
    /// <exception cref="DependencyException">The store cannot be reached or refuses writes.</exception>
    Task<bool> TryDropAsync(TaskId task, long epoch, CancellationToken cancellationToken);

    /// <summary>The step that is pending; null where none is.</summary>
    /// <exception cref="DependencyException">The store cannot be reached, or what is pending cannot be read.</exception>
    Task<PendingStep?> FindPendingAsync(TaskId task, CancellationToken cancellationToken);
}
