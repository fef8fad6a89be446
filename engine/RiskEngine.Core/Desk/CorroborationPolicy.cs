using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Desk;

/// <summary>What bears incidents of a cause out, or speaks against them.</summary>
/// <remarks>Families that agree in an area make an incident surer, one step each; this says which alerts of other causes count beside its own, and whether its
/// grade rises with them.</remarks>
/// <param name="Cause">The cause.</param>
/// <param name="Depth">Both lie in one area of so many segments.</param>
/// <param name="Within">How long an alert counts after it was raised or has ended.</param>
public sealed record CorroborationPolicy(string Cause, int Depth, TimeSpan Within)
{
    /// <summary>Alerts of other causes that bear it out; null for none.</summary>
    public AlertMatcher? With { get; init; }

    /// <summary>Alerts that speak against it; null for none.</summary>
    public AlertMatcher? Against { get; init; }

    /// <summary>How many families must agree for the grade to rise.</summary>
    public int Families { get; init; } = 2;

    /// <summary>The grade that an incident has, at least, where so many agree and nothing speaks against it; null where only its certainty rises.</summary>
    public Grade? RaiseTo { get; init; }
}
