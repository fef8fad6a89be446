namespace RiskEngine.LoadTest;

/// <summary>From the time at which an event was due to the moment when its alert reached a consumer, milliseconds.</summary>
/// <remarks>Longer than from the append of the event to the acknowledged alert: it holds the generator, both brokers' calls and the consumer too. An event that the
/// generator sends late counts from when it was due, so no stall hides behind another.</remarks>
internal readonly record struct AlertLatency(long Count, double P50, double P99, double P999, double Max);
