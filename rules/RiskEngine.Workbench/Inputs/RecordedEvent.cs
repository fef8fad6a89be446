using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Inputs;

/// <summary>One event of a recording: its bytes, and what is needed to key and to pace it.</summary>
/// <remarks>A line whose place cannot be read passes through with the time of the line before it and no site, so that everybody sees the decoder reject it.</remarks>
/// <param name="Time">Event time.</param>
/// <param name="Family">The family, and so the topic; <see cref="EventFamily.Sensor"/> where the line names none.</param>
/// <param name="Site">The key; empty where the line names none.</param>
/// <param name="Json">One line of JSON. Stays valid: its buffer is never reused.</param>
public readonly record struct RecordedEvent(EventTime Time, EventFamily Family, string Site, ReadOnlyMemory<byte> Json)
{
    /// <summary>Where it stands.</summary>
    public RecordPlace At { get; init; }

    /// <summary>What the record has beside its value, where it is mapped; null for a line of the event contract.</summary>
    public RecordEnvelope? Envelope { get; init; }

    /// <summary>Whether the line itself says where it belongs.</summary>
    public bool HasPlace => Site.Length > 0;
}
