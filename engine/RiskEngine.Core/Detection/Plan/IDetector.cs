using RiskEngine.Core.Events;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>Takes in the events that a rule concerns, in event-time order, and measures.</summary>
internal interface IDetector
{
    /// <summary>Takes in one event whose time the clock has reached.</summary>
    void Observe(EventCursor cursor, int slot);

    /// <summary>Takes in an event that comes after later ones of its source, or after silence was decided upon, where order does not matter.</summary>
    /// <returns>Whether it counted.</returns>
    bool ObserveLate(EventCursor cursor, int slot) => false;
}
