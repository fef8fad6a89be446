namespace RiskEngine.Pipeline.Signals;

/// <summary>Which partitions there are that send and take signals.</summary>
/// <param name="Partitions">Partitions of the signals topic; 0 where there is none.</param>
/// <param name="Producers">Partitions of each input topic.</param>
public sealed record SignalTopology(int Partitions, IReadOnlyDictionary<string, int> Producers);
