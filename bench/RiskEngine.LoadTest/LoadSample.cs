namespace RiskEngine.LoadTest;

/// <summary>A moment of a stretch.</summary>
/// <param name="Second">Seconds since its start.</param>
/// <param name="Rate">Events per second since the moment before.</param>
/// <param name="Behind">Events due and not taken.</param>
/// <param name="P50">Median latency of alerts since the moment before, milliseconds; 0 where none came.</param>
/// <param name="P99">The same, 99 %.</param>
/// <param name="MemoryBytes">Working set.</param>
/// <param name="OldCollections">Collections of the oldest generation since the start of the stretch.</param>
internal sealed record LoadSample(double Second, double Rate, long Behind, double P50, double P99, long MemoryBytes, long OldCollections);
