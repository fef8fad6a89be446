namespace RiskEngine.Core.Rules;

/// <summary>What one grade says of its own about the times in which it is reached and left; what it leaves out is the rule's.</summary>
/// <param name="For">How long its condition must have held before the alert fires or rises to it; null for the rule's <c>for</c>.</param>
/// <param name="ForReadings">How many readings that must rest on; null for those of the rule.</param>
/// <param name="RecoverFor">How long the better state must have lasted before the alert falls below it; null for the rule's <c>clear.for</c>.</param>
/// <param name="Dwell">How long the alert stays at it, at the least, before it falls or ends; it may rise at any time.</param>
public sealed record GradeTimes(TimeSpan? For = null, long? ForReadings = null, TimeSpan? RecoverFor = null, TimeSpan Dwell = default);
