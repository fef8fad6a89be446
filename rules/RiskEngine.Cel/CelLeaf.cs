using RiskEngine.Cel.Values;

namespace RiskEngine.Cel;

/// <summary>One leaf condition of an expression, evaluated on its own: what <c>explain</c> shows.</summary>
/// <param name="Text">The leaf in canonical form.</param>
/// <param name="Value">Its value, or its error.</param>
/// <param name="Reads">The parts that vary, with their values: the sides of a comparison, the arguments of a call.</param>
public sealed record CelLeaf(string Text, CelValue Value, IReadOnlyList<CelRead> Reads);
