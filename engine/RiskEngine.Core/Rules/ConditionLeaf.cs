namespace RiskEngine.Core.Rules;

/// <summary>One part of a condition, evaluated on its own, as <c>explain</c> shows it.</summary>
/// <param name="Text">The part as an author would write it, e.g. <c>attributes.location == "indoor"</c>.</param>
/// <param name="Outcome">What it found.</param>
/// <param name="Fault">Why it could not be evaluated; empty otherwise.</param>
/// <param name="Reads">What it looked at, with the values, e.g. <c>attributes.location</c> and <c>"roof"</c>.</param>
public sealed record ConditionLeaf(string Text, Outcome Outcome, string Fault, IReadOnlyList<KeyValuePair<string, string>> Reads);
