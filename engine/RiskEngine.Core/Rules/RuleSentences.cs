namespace RiskEngine.Core.Rules;

/// <summary>The sentences of a rule in one language; what it leaves out the engine says in plain words where it knows the language, and not at all where it does not.</summary>
/// <param name="Rising">The sentence when the alert rises.</param>
/// <param name="Falling">The sentence when it falls to a lighter grade.</param>
/// <param name="Resolved">The sentence when the trouble is over.</param>
public sealed record RuleSentences(MessageTemplate? Rising, MessageTemplate? Falling, MessageTemplate? Resolved);
