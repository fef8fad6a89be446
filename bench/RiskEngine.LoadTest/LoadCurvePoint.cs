namespace RiskEngine.LoadTest;

/// <summary>One point of a curve.</summary>
/// <param name="Value">Of what is varied.</param>
/// <param name="Figure">What was measured there.</param>
internal sealed record LoadCurvePoint(double Value, LoadFigure Figure);
