namespace RiskEngine.Reading.Picture;

/// <summary>How much is open.</summary>
/// <param name="Alerts">Alerts, by grade.</param>
/// <param name="Incidents">Incidents.</param>
/// <param name="Unacknowledged">Of these, how many nobody has acknowledged.</param>
/// <param name="Places">Areas that something is known of.</param>
public sealed record PictureCounts(GradeCounts Alerts, int Incidents, int Unacknowledged, int Places);
