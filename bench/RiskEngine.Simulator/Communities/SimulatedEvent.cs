using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Simulator.Communities;

/// <summary>One message of the simulated community, as a gateway would hand it to Kafka.</summary>
/// <param name="Arrival">When it arrives, in event time: its own time plus the delay of its link.</param>
/// <param name="Family">The family, and so the input topic, that it belongs to.</param>
/// <param name="Site">The site, the key of the record.</param>
/// <param name="Json">The value: one event as UTF-8 JSON; owned by the receiver. A few are malformed on purpose.</param>
public readonly record struct SimulatedEvent(EventTime Arrival, EventFamily Family, string Site, ReadOnlyMemory<byte> Json);
