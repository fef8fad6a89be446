using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Observing;

/// <summary>One model's judgement as an observer sees it.</summary>
/// <param name="Rule">The rule that asks.</param>
/// <param name="Key">The key.</param>
/// <param name="At">The time of the event, or the end of the window.</param>
/// <param name="Call">Which of <see cref="Rule.Scores"/> it answers; null for rules of type score and baseline.</param>
/// <param name="Finding">What the model found.</param>
public readonly record struct ObservedScore(Rule Rule, string Key, EventTime At, int? Call, ScoreFinding Finding);
