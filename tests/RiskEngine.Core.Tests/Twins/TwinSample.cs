using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>What was found of a key at one time: the grade whose condition held, and whether the clear condition did.</summary>
internal sealed record TwinSample(long At, Grade Grade, bool Clears);
