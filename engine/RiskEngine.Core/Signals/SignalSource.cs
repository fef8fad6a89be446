namespace RiskEngine.Core.Signals;

/// <summary>Who sends signals: the task, and which of its owners. No two owners share an epoch.</summary>
/// <param name="Producer">The task, <c>topic/partition</c>.</param>
/// <param name="Epoch">Fencing epoch of the owner.</param>
/// <param name="IsFresh">Whether the owner found nothing stored, so that its epoch may be lower than one before.</param>
public sealed record SignalSource(string Producer, long Epoch, bool IsFresh);
