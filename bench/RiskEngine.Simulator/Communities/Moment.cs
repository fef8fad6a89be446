using RiskEngine.Core.Time;

namespace RiskEngine.Simulator.Communities;

/// <summary>The time at which a device wakes, and what an incident does to it then.</summary>
/// <param name="Time">Event time.</param>
/// <param name="LocalHour">Hour of the local day, 0 to 24.</param>
/// <param name="Disturbance">The incident that acts on the device; null on an ordinary day.</param>
internal readonly record struct Moment(EventTime Time, double LocalHour, Disturbance? Disturbance)
{
    /// <summary>What the device reads: the normal value, or what the incident makes of it.</summary>
    public double Disturbed(double normal) => Disturbance is { } d ? d.Apply(normal, Time) : normal;
}
