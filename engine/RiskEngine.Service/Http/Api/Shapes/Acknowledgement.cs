using RiskEngine.Reading.Records;

namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>Who acknowledged an incident.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When; null where nobody says.</param>
internal sealed record Acknowledgement(string By, string? At)
{
    public static Acknowledgement? Of(IncidentRecord? incident) => incident?.AcknowledgedBy is { } by ? new Acknowledgement(by, incident.AcknowledgedAt?.ToString()) : null;
}
