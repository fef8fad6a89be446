using RiskEngine.Core.Events;
using RiskEngine.Core.Tasks;

namespace RiskEngine.Core.Ports;

/// <summary>Keeps the checkpoints of tasks, each with one owner at a time.</summary>
public interface ICheckpointStore
{
    /// <summary>Whether the store can be reached, as far as is known without asking it.</summary>
    bool IsReachable => true;

    /// <summary>Why the last step was not served, and what to do; null where it was. Holds no secret.</summary>
    string? LastFault => null;

    /// <summary>Takes over a task: raises its epoch, so that no earlier owner can save any more, and reads what is stored.</summary>
    /// <remarks>No epoch is ever given twice, also where the store loses its last steps: two owners with one epoch could not be told apart.</remarks>
    /// <exception cref="DependencyException">The store cannot be reached, or another owner took the task over while it was read.</exception>
    Task<StoredTask> AcquireAsync(TaskId task, CancellationToken cancellationToken);

    /// <summary>Stores a checkpoint and its segment, and drops the segments that it makes needless, in one atomic step.</summary>
    /// <remarks>Saving the same checkpoint again changes nothing, so a step whose answer was lost is repeated. Once it has returned, the segment's memory may be used again; where
    /// it threw, it must stay as it is.</remarks>
    /// <returns>False where <see cref="SaveRule"/> refuses the step: another owner has taken over, or the store has lost a step, and this owner must stop.</returns>
    /// <exception cref="DependencyException">The store cannot be reached or refuses writes; it is unknown whether the step took place.</exception>
    Task<bool> TrySaveAsync(TaskId task, long epoch, TaskCheckpoint checkpoint, ReadOnlyMemory<byte> segment, CancellationToken cancellationToken);
}
