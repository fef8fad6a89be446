using RiskEngine.Core.Events;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>Takes in the events that a rule concerns, in event-time order, and measures.</summary>
internal interface IDetector
{
    /// <summary>Takes in one event whose time the clock has reached.</summary>
    void Observe(EventCursor cursor, int slot);
}
