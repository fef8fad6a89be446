using RiskEngine.Cel.Values;

namespace RiskEngine.Cel;

/// <summary>A part of a leaf condition and the value it had.</summary>
/// <param name="Text">The part in canonical form.</param>
/// <param name="Value">Its value, or its error.</param>
public readonly record struct CelRead(string Text, CelValue Value);
