namespace RiskEngine.Core.Windows;

/// <summary>One aggregate that a measure asks for.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Parameter">The quantile in [0, 1] for <see cref="AggregateKind.Quantile"/>; the seconds of <see cref="Per"/> for those that have it, 0 for the
/// usual ones; 0 otherwise.</param>
public readonly record struct AggregateCall(AggregateKind Kind, double Parameter = 0)
{
    /// <summary>The time that <see cref="AggregateKind.Rate"/> and <see cref="AggregateKind.Slope"/> are per (usually a second), and that
    /// <see cref="AggregateKind.TimeIntegral"/> counts in (usually hours).</summary>
    public TimeSpan Per => TimeSpan.FromSeconds(Parameter > 0 ? Parameter : Kind == AggregateKind.TimeIntegral ? 3600 : 1);
}
