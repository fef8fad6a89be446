using System.Text.Json;

namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>All that is known of an incident.</summary>
/// <param name="Incident">Its last record, whole.</param>
/// <param name="Timeline">All its records without their members, oldest first.</param>
/// <param name="Audit">Who did what about it, newest first.</param>
/// <param name="Alerts">Its alerts that are known.</param>
internal sealed record IncidentDetail(
    Dictionary<string, JsonElement> Incident, IReadOnlyList<Dictionary<string, JsonElement>> Timeline, IReadOnlyList<Dictionary<string, JsonElement>> Audit,
    IReadOnlyList<AlertSummary> Alerts);
