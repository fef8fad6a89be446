namespace RiskEngine.Core.Detection;

/// <summary>What a change of rules did to the state of a task.</summary>
/// <param name="Dropped">Parts that no rule needs any more.</param>
/// <param name="Started">Windows and other memories that start empty: new, or reset because what they hold changed.</param>
public sealed record RuleChange(IReadOnlyList<string> Dropped, IReadOnlyList<string> Started);
