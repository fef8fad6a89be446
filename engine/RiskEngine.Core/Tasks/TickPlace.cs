namespace RiskEngine.Core.Tasks;

/// <summary>Up to where a task has taken in the recorded ticks of idle clocks.</summary>
/// <param name="Next">Place of the first that it has not.</param>
/// <param name="Epoch">Fencing epoch of the owner whose ticks count there.</param>
public readonly record struct TickPlace(long Next, long Epoch);
