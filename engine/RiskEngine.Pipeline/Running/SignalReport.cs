namespace RiskEngine.Pipeline.Running;

/// <summary>What a task that reads signals said last of those who send them.</summary>
/// <param name="Producers">How many there are.</param>
/// <param name="Missing">Those of whom nothing is heard, <c>topic/partition</c> each.</param>
/// <param name="Repeated">Signals that had been taken in before, since the task was acquired.</param>
/// <param name="Superseded">Records of owners that had lost their task, likewise.</param>
/// <param name="Gaps">Signals that never came, likewise.</param>
public sealed record SignalReport(int Producers, IReadOnlyList<string> Missing, long Repeated, long Superseded, long Gaps);
