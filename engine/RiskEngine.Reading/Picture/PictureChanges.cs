using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.Picture;

/// <summary>What has changed in the picture since somebody last looked.</summary>
public sealed record PictureChanges
{
    /// <summary>Open alerts that are new or changed, with what is known of their incidents.</summary>
    public required IReadOnlyList<ShownAlert> Alerts { get; init; }

    /// <summary>Ids of alerts that are no longer open.</summary>
    public required IReadOnlyList<string> EndedAlerts { get; init; }

    /// <summary>Open incidents that are new or changed.</summary>
    public required IReadOnlyList<IncidentRecord> Incidents { get; init; }

    /// <summary>Ids of incidents that are no longer open.</summary>
    public required IReadOnlyList<string> EndedIncidents { get; init; }

    /// <summary>Areas of which something changed, and those around them, each without what is below.</summary>
    public required IReadOnlyList<PlaceView> Places { get; init; }
}
