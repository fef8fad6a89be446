using RiskEngine.Core.Time;

namespace RiskEngine.Simulator.Communities;

/// <summary>What became of one planted incident.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="FirstAlert">When its expected rule fired first; null where it never did.</param>
/// <param name="HighestGrade">The highest grade that the expected rule reached; null where it never fired.</param>
/// <param name="IsDetected">Whether the expected rule reached the lowest grade that counts.</param>
public sealed record IncidentOutcome(PlantedIncident Incident, EventTime? FirstAlert, string? HighestGrade, bool IsDetected)
{
    /// <summary>From the incident's start to the first alert; null where there is none.</summary>
    public TimeSpan? Delay => FirstAlert - Incident.Start;

    /// <summary>From the first alert to the incident's worst moment, negative after it; null where there is no alert.</summary>
    public TimeSpan? Lead => Incident.Worst - FirstAlert;
}
