using System.Diagnostics.CodeAnalysis;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Running;

/// <summary>What a task reads: a partition of a log, or memory. Ticks of the idle clock come from here too.</summary>
/// <remarks>Only the task calls, one call at a time.</remarks>
public interface ITaskSource
{
    /// <summary>Whose inputs these are.</summary>
    TaskId Id { get; }

    /// <summary>Whether everything that there is has been taken.</summary>
    bool AtEnd { get; }

    /// <summary>Records that there are and that have not been taken; null where unknown.</summary>
    long? Lag { get; }

    /// <summary>Starts delivery, or starts it again elsewhere: what was delivered and not taken is dropped.</summary>
    /// <param name="offset">Offset of the first record; null where the source is to say.</param>
    /// <returns>Completes with the place when the source stands there; nothing may be taken before.</returns>
    Task<long> StartAt(long? offset);

    /// <summary>Takes the next input, where there is one at this moment.</summary>
    /// <param name="watermark">How far the task's time has come; an idle clock goes on from there.</param>
    /// <param name="input">Records, or a tick.</param>
    bool TryTake(EventTime watermark, [NotNullWhen(true)] out TaskInput? input);

    /// <summary>Says that an input has been worked off: its buffers may be used again.</summary>
    void Return(TaskInput input);

    /// <summary>Waits until there may be an input, or for so short a time that other duties of the task do not wait.</summary>
    /// <returns>False where none will come any more.</returns>
    ValueTask<bool> WaitAsync(CancellationToken stop);

    /// <summary>Says that everything below an offset is safely stored.</summary>
    void Commit(long nextOffset);
}
