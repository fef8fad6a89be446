namespace RiskEngine.Simulator.Servers;

/// <summary>A topic that an in-process broker starts with.</summary>
/// <param name="Name">Topic name, not empty.</param>
/// <param name="Partitions">Number of partitions, at least 1.</param>
public readonly record struct InProcessTopic(string Name, int Partitions);
