using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>What was found of a key at one time: the grade whose condition held, whether the clear condition did, and the readings behind it.</summary>
/// <param name="At">The time.</param>
/// <param name="Grade">The grade.</param>
/// <param name="Clears">Whether the clear condition held.</param>
/// <param name="Readings">How many readings are behind it.</param>
/// <param name="Newer">How many of them have come since the one before.</param>
internal sealed record TwinSample(long At, Grade Grade, bool Clears, long Readings = 0, long Newer = 0);
