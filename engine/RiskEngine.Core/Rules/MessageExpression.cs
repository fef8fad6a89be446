namespace RiskEngine.Core.Rules;

/// <summary>A place of a sentence that is more than a name, compiled.</summary>
/// <param name="Names">The names that it uses: of <see cref="MessageTemplate.Names"/>, <c>attributes.room</c>, <c>labels.team</c>.</param>
/// <param name="Evaluate">Its text; null where it has no value.</param>
public sealed record MessageExpression(IReadOnlyList<string> Names, Func<IMessageValues, string?> Evaluate);
