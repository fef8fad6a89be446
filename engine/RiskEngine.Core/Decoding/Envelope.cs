using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Decoding;

/// <summary>Where a line belongs: what orders, routes and keys it.</summary>
/// <param name="Time">Event time.</param>
/// <param name="Family">The family, and so the topic.</param>
/// <param name="Site">The site, which is the record's key.</param>
public readonly record struct Envelope(EventTime Time, EventFamily Family, string Site);
