namespace RiskEngine.LoadTest;

/// <summary>The limit along one axis.</summary>
/// <param name="Axis">What is varied.</param>
/// <param name="Points">What was measured.</param>
internal sealed record LoadCurve(string Axis, IReadOnlyList<LoadCurvePoint> Points);
