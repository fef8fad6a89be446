namespace RiskEngine.Service.Benching;

/// <summary>How far a benchmark has come, as <c>POST /bench</c> tells it.</summary>
/// <param name="Way">Which way to do the work is being measured.</param>
/// <param name="Seconds">Seconds of work so far.</param>
/// <param name="Rate">Events per second so far.</param>
public readonly record struct BenchmarkProgress(string Way, double Seconds, double Rate);
