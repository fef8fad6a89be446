using RiskEngine.Core.Tasks;

namespace RiskEngine.Core.Ports;

/// <summary>What a store knows of a task at the moment it is taken over.</summary>
/// <param name="Epoch">The new owner's epoch.</param>
/// <param name="Checkpoint">The last checkpoint; null where there is none.</param>
/// <param name="Segments">Its segments, oldest first.</param>
public sealed record StoredTask(long Epoch, TaskCheckpoint? Checkpoint, IReadOnlyList<ReadOnlyMemory<byte>> Segments)
{
    /// <summary>Why what was stored could not be read and was dropped; null where it could, or where nothing was stored.</summary>
    public string? Fault { get; init; }
}
