using RiskEngine.Core.Time;

namespace RiskEngine.Simulator.Communities;

/// <summary>What an incident does to one device while it lasts.</summary>
/// <param name="Device">Index of the device.</param>
/// <param name="Start">When it begins to act.</param>
/// <param name="End">When it stops.</param>
/// <param name="Effect">From the normal value and the minutes since the start to what the device reads; NaN for silence.</param>
internal sealed record Disturbance(int Device, EventTime Start, EventTime End, Func<double, double, double> Effect)
{
    /// <summary>Whether it acts at this time.</summary>
    public bool IsActive(EventTime at) => at >= Start && at < End;

    /// <summary>The disturbed reading.</summary>
    public double Apply(double normal, EventTime at) => Effect(normal, (at - Start).TotalMinutes);
}
