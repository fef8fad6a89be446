using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.State;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Tasks;

/// <summary>What one task runs between its log and its outputs: its state and its place in the log. One loop drives them all.</summary>
/// <remarks>Pure: the same inputs in the same order give the same outputs and the same state. Owned by the task's thread.</remarks>
/// <param name="id">The task.</param>
public abstract class TaskProgram(TaskId id)
{
    /// <summary>Which task.</summary>
    public TaskId Id => id;

    /// <summary>The newest event time that it believes; idle ticks move it on.</summary>
    public abstract EventTime Newest { get; }

    /// <summary>The counts.</summary>
    public abstract Ledger Ledger { get; }

    /// <summary>Offset of the next record.</summary>
    public long NextOffset { get; protected set; }

    /// <summary>Records below this offset were read before the restart: of them, only what waited then is taken in again.</summary>
    public long ReplayedBelow { get; protected set; }

    /// <summary>The replay that brings lost state back; null for a task that has its state.</summary>
    public Rebuild? Rebuild { get; protected set; }

    /// <summary>Up to where it has taken in the recorded ticks of its idle clock.</summary>
    public TickPlace TickPlace { get; set; }

    /// <summary>Ticks of its idle clock that could not be recorded.</summary>
    public long UnrecordedTicks { get; private set; }

    /// <summary>Whether the clock of an idle log moves it: time that passes without a record, of which each step is recorded.</summary>
    public virtual bool HasIdleClock => true;

    /// <summary>Whether a request can be read; what cannot is not recorded.</summary>
    /// <param name="request">UTF-8 JSON, whoever wrote it.</param>
    public virtual bool Reads(ReadOnlyMemory<byte> request) => false;

    /// <summary>Whether its state may be stored now; false while it is not yet what a checkpoint can say.</summary>
    public virtual bool MayStore => true;

    /// <summary>Whether it should start again from its checkpoint, which is free of names that are not in use any more.</summary>
    public virtual bool IsCrowded => false;

    /// <summary>Whether something waits in it that only the last checkpoint of a stop keeps.</summary>
    public virtual bool HasWaiting => false;

    /// <summary>Of a task of the desk, what became of what it took in; null for others.</summary>
    public virtual DeskReport? DeskReport => null;

    /// <summary>How much event time must be replayed so that its state is as it was.</summary>
    public abstract TimeSpan RebuildSpan { get; }

    /// <summary>The latest event time in records of its log; null where they hold none. Changes nothing.</summary>
    public abstract EventTime? LatestTime(RecordBatch records);

    /// <summary>Takes over what a store holds of the task.</summary>
    /// <param name="stored">The checkpoint and its segments.</param>
    /// <param name="refused">Called with part, key and reason for each entry that cannot be read.</param>
    /// <returns>The offset to read from; null where nothing was stored.</returns>
    /// <exception cref="StateFormatException">A segment or the checkpoint as a whole cannot be read.</exception>
    public abstract long? Restore(StoredTask stored, Action<string, string, string> refused);

    /// <summary>Takes over only the place in log and time of a checkpoint whose segments cannot be read.</summary>
    /// <returns>The offset to read from.</returns>
    public abstract long RestorePlace(TaskCheckpoint checkpoint);

    /// <summary>Begins to bring lost state back by replaying the log. Nothing may be stored before the input that ends it.</summary>
    /// <param name="start">Offset of the first record to replay.</param>
    /// <param name="end">Offset of the first record that is new.</param>
    /// <param name="lost">The checkpoint whose segments cannot be read; null where that is lost too.</param>
    public abstract void BeginRebuild(long start, long end, TaskCheckpoint? lost);

    /// <summary>Takes a checkpoint of the state as it is now into an array that was used before: segments are large, and a new one each second would fill the memory.</summary>
    /// <param name="segment">Receives what changed; replaced by a larger array where it is too small. The task may go on at once.</param>
    /// <param name="length">How many of its bytes are the segment.</param>
    /// <param name="keepsWaiting">Whether the task stops here, so that the checkpoint keeps what waits; else that is read again.</param>
    public abstract TaskCheckpoint Checkpoint(ref byte[] segment, out int length, bool keepsWaiting = false);

    /// <summary>Takes a checkpoint of the state as it is now.</summary>
    /// <param name="segment">What changed, in an array of its own.</param>
    /// <param name="keepsWaiting">Whether the task stops here, so that the checkpoint keeps what waits.</param>
    public TaskCheckpoint Checkpoint(out byte[] segment, bool keepsWaiting = false)
    {
        segment = [];
        var checkpoint = Checkpoint(ref segment, out var length, keepsWaiting);
        Array.Resize(ref segment, length);
        return checkpoint;
    }

    /// <summary>Gives a task of which nothing was stored its place in the log.</summary>
    /// <param name="offset">Offset of the first record to read.</param>
    public void BeginAt(long offset) => NextOffset = offset;

    /// <summary>Counts a tick that could not be recorded.</summary>
    public void CountUnrecordedTick() => UnrecordedTicks++;
}
