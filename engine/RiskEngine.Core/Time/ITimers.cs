namespace RiskEngine.Core.Time;

/// <summary>Takes timers in event time: of a task, or of one key each.</summary>
internal interface ITimers
{
    /// <summary>Sets a timer; it may be stale by the time it comes due, so its owner checks against its own state.</summary>
    void Set(EventTime due, TimerClass timerClass, TimerTarget target, int slot);
}
