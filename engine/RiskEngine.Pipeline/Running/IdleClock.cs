using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Running;

/// <summary>Event time of a partition on which nothing arrives: it goes on at wall speed from the last watermark, and never jumps to now.</summary>
public sealed class IdleClock(TimeSpan idleAfter, TimeProvider time)
{
    private EventTime _base = EventTime.MinValue;
    private long _since = time.GetTimestamp();

    /// <summary>Starts to wait for silence: events arrived, a restart took over their watermark, or nobody could know whether there were any.</summary>
    public void StartFrom(EventTime watermark)
    {
        _base = watermark;
        _since = time.GetTimestamp();
    }

    /// <summary>The watermark that wall time has reached; null while the partition is not idle or has seen no event.</summary>
    public EventTime? Tick()
    {
        var silence = time.GetElapsedTime(_since);
        return silence < idleAfter || _base == EventTime.MinValue ? null : _base + silence;
    }
}
