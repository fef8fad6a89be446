namespace RiskEngine.Core.Tasks;

/// <summary>Up to where a task has taken in the recorded ticks of idle clocks, and what was asked of it.</summary>
/// <param name="Next">Place of the first that it has not.</param>
/// <param name="Epoch">Fencing epoch of the owner whose ticks count there.</param>
/// <param name="Requests">Offset of the next request, in the topic that people write to.</param>
public readonly record struct TickPlace(long Next, long Epoch, long Requests = 0);
