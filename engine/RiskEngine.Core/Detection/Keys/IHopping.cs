using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Keys;

/// <summary>A detector whose windows end at fixed times, for each key when the clock of that key reaches them.</summary>
internal interface IHopping
{
    /// <summary>The next end of a window that means anything for a key; <see cref="EventTime.MaxValue"/> where there is none.</summary>
    EventTime NextEnd(int slot);

    /// <summary>The windows of a key that end at this time, which is its <see cref="NextEnd"/>, are over.</summary>
    void End(int slot, EventTime end);

    /// <summary>When time has come at which windows of keys may end that do not speak themselves.</summary>
    EventTime NextSweep { get; }

    /// <summary>Lets the windows of all keys end that have not come as far as the floor by themselves.</summary>
    void Sweep(EventTime floor, KeySchedule schedule);
}
