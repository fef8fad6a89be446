namespace RiskEngine.Reading.Changes;

/// <summary>Something that whoever looks on is told.</summary>
/// <param name="Number">Its place; each event has the next one.</param>
/// <param name="Kind">What it tells of: <c>alerts</c>, <c>incidents</c>, <c>places</c>, <c>vitals</c>.</param>
/// <param name="Data">JSON, one line of UTF-8.</param>
public sealed record ChangeEvent(long Number, string Kind, ReadOnlyMemory<byte> Data);
