using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.Picture;

/// <summary>An alert with the open incident that it belongs to.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Incident">Its incident; null where none is known to be open.</param>
public sealed record ShownAlert(AlertRecord Alert, IncidentRecord? Incident);
