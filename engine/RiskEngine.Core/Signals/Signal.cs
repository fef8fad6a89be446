namespace RiskEngine.Core.Signals;

/// <summary>One record for the signals topic.</summary>
/// <param name="Partition">The partition that takes it.</param>
/// <param name="Key">Key of the record: the area, or the producer where it speaks of itself.</param>
/// <param name="Value">UTF-8 JSON (docs/signals.md).</param>
public sealed record Signal(int Partition, string Key, byte[] Value);
