namespace RiskEngine.Core.Windows;

/// <summary>One aggregate that a measure asks for.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Parameter">The quantile in [0, 1] for <see cref="AggregateKind.Quantile"/>; 0 otherwise.</param>
public readonly record struct AggregateCall(AggregateKind Kind, double Parameter = 0);
