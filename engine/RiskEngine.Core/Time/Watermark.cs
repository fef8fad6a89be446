namespace RiskEngine.Core.Time;

/// <summary>A task's claim that no earlier event is expected: the newest event time seen less the allowed lateness. It never moves back.</summary>
/// <remarks>The event time of Flink's bounded out-of-orderness. Owned by one task.</remarks>
public sealed class Watermark(TimeSpan allowedLateness)
{
    /// <summary>How far behind the newest event an event may be and still be on time.</summary>
    public TimeSpan AllowedLateness { get; } = allowedLateness;

    /// <summary>The claim: an event before it is late, one at it is on time.</summary>
    public EventTime Value { get; private set; } = EventTime.MinValue;

    /// <summary>Takes in an event's time.</summary>
    /// <returns>False where the event is late.</returns>
    public bool Observe(EventTime at)
    {
        if (at < Value) return false;
        AdvanceTo(at - AllowedLateness);
        return true;
    }

    /// <summary>Moves the claim on where it is behind, e.g. because wall time passed on an idle partition.</summary>
    public void AdvanceTo(EventTime claim)
    {
        if (claim > Value) Value = claim;
    }
}
