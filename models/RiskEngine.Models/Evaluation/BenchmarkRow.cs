namespace RiskEngine.Models.Evaluation;

/// <summary>One measured figure of a model.</summary>
/// <param name="Data">What it was measured on.</param>
/// <param name="Figure">What was measured.</param>
/// <param name="Value">The figure.</param>
/// <param name="Note">How it came about: threshold, counts.</param>
public sealed record BenchmarkRow(string Data, string Figure, double Value, string Note);
