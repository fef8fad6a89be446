namespace RiskEngine.Core.Windows;

/// <summary>Which stretch of event time a window covers and when it emits.</summary>
/// <remarks>
/// Hopping: <c>[end - Size, end)</c>, one end at every multiple of <see cref="Every"/> since the epoch; tumbling where both are equal.
/// Sliding (<see cref="Every"/> is null): <c>(t - Size, t]</c>, evaluated at every event t.
/// </remarks>
/// <param name="Size">Length; above zero.</param>
/// <param name="Every">Distance between ends; above zero, a divisor of the size is cheapest; null for a sliding window.</param>
public readonly record struct WindowSpec(TimeSpan Size, TimeSpan? Every);
