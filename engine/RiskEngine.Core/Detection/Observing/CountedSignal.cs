using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Observing;

/// <summary>One alert that a correlation counts.</summary>
/// <param name="RuleId">The rule that raised it.</param>
/// <param name="Key">What it concerns.</param>
/// <param name="At">When it began to fire.</param>
public readonly record struct CountedSignal(string RuleId, string Key, EventTime At);
