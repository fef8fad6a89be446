using RiskEngine.Core.Time;

namespace RiskEngine.Rules.Cases;

/// <summary>One event of a test.</summary>
/// <param name="Time">When it happens.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Json">The event as a source would send it, UTF-8.</param>
public sealed record TestEvent(EventTime Time, string Kind, ReadOnlyMemory<byte> Json);
