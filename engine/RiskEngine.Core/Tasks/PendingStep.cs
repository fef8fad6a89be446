namespace RiskEngine.Core.Tasks;

/// <summary>A checkpoint that a store keeps beside the current one until it is known whether the transaction that goes with it was committed.</summary>
/// <param name="Marker">What the transaction wrote into Kafka, different for every step.</param>
/// <param name="Checkpoint">The checkpoint that would become the current one.</param>
public sealed record PendingStep(long Marker, TaskCheckpoint Checkpoint)
{
    /// <summary>Marker of a step: no two steps of a task share one, because no two owners share an epoch.</summary>
    public static long MarkerOf(long epoch, TaskCheckpoint checkpoint) => epoch + checkpoint.NewestSegment;

    /// <summary>Whether a step must be finished; else it must be dropped, for Kafka has aborted its alerts.</summary>
    /// <param name="committed">The marker in Kafka after every open transaction of the task has ended; null where there is none.</param>
    public bool WasCommitted(long? committed) => committed == Marker;
}
