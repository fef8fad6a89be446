namespace RiskEngine.Core.Rules;

/// <summary>One entry of the roster of an <c>absence</c> rule: a key that ought to speak.</summary>
/// <param name="Key">The key, e.g. the source.</param>
/// <param name="Site">The site where it is installed; decides which task waits for it.</param>
public sealed record ExpectedKey(string Key, string Site);
