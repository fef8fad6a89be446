namespace RiskEngine.Pipeline.Running;

/// <summary>A checkpoint that was stored.</summary>
/// <param name="At">When.</param>
/// <param name="Bytes">Bytes of its segment.</param>
/// <param name="Duration">From snapshot to stored.</param>
/// <param name="Count">How many were stored in this ownership, this one included.</param>
internal sealed record SavedCheckpoint(DateTimeOffset At, long Bytes, TimeSpan Duration, long Count);
