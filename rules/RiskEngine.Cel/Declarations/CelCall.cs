namespace RiskEngine.Cel.Declarations;

/// <summary>One call of a function that the scope adds, as it is written.</summary>
/// <param name="Text">The call in canonical form.</param>
/// <param name="Arguments">Its arguments, in order.</param>
public sealed record CelCall(string Text, IReadOnlyList<CelArgument> Arguments);
