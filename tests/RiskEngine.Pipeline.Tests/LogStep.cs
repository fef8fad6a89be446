using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Tests;

/// <summary>One input of a task: the next records of the log, or a tick of the idle clock.</summary>
/// <param name="Records">How many records; 0 for a tick.</param>
/// <param name="Tick">The tick.</param>
internal sealed record LogStep(int Records, EventTime? Tick);
