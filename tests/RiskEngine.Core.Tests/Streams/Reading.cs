namespace RiskEngine.Core.Tests.Streams;

/// <summary>One event of a made-up stream.</summary>
/// <param name="At">Event time in microseconds.</param>
/// <param name="Source">Its source.</param>
/// <param name="Site">Its site.</param>
/// <param name="Value">Its value; NaN for an event without one.</param>
/// <param name="Offset">Its place in the log.</param>
internal sealed record Reading(long At, string Source, string Site, double Value, long Offset);
