namespace RiskEngine.Rules.Reading;

/// <summary>What <c>clear</c> gave.</summary>
internal sealed record ReadClear(ReadCondition? When, TimeSpan For);
