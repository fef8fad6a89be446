namespace RiskEngine.Bench;

/// <summary>How far a run has come.</summary>
/// <param name="Way">Which way is being measured.</param>
/// <param name="Seconds">Seconds of work so far.</param>
/// <param name="Rate">Events per second so far.</param>
public sealed record BenchProgress(string Way, double Seconds, double Rate);
