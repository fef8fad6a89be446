namespace RiskEngine.Workbench.Guessing;

/// <summary>A proposed mapping.</summary>
/// <param name="Yaml">The mapping file, with remarks where it is unsure.</param>
/// <param name="Doubts">What its author must look at, a sentence each.</param>
public sealed record Guess(string Yaml, IReadOnlyList<string> Doubts);
