namespace RiskEngine.Core.Rules;

/// <summary>When an alert ends or its grade sinks.</summary>
/// <param name="When">The condition that ends it; null means that no grade's condition holds.</param>
/// <param name="For">How long the better state must have lasted; zero acts at the first better measurement.</param>
public sealed record ClearPolicy(MeasureCondition? When, TimeSpan For)
{
    /// <summary>Ends at the first measurement that reaches no grade.</summary>
    public static readonly ClearPolicy AtOnce = new(null, TimeSpan.Zero);
}
