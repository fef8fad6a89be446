using RiskEngine.Core.Time;

namespace RiskEngine.Simulator.Communities;

/// <summary>A single message that an incident makes a device send.</summary>
/// <param name="Device">Index of the device.</param>
/// <param name="Time">When it happens.</param>
/// <param name="Reading">What the device says.</param>
internal sealed record Occurrence(int Device, EventTime Time, Reading Reading);
