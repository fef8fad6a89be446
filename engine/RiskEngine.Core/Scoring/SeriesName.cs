namespace RiskEngine.Core.Scoring;

/// <summary>Which series a scorer is for.</summary>
/// <param name="Subject">What is scored: a rule with its key and measure, or a recording.</param>
/// <param name="Key">Which one of them: a source, a site, a file.</param>
public readonly record struct SeriesName(string Subject, string Key);
