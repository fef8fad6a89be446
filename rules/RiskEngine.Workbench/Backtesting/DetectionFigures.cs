namespace RiskEngine.Workbench.Backtesting;

/// <summary>How well a rule, or all rules together, found the labelled incidents.</summary>
/// <param name="Incidents">Incidents that it could have found: recorded, and not reserved for another rule.</param>
/// <param name="Detected">Incidents that it found.</param>
/// <param name="MedianDelay">Median over the incidents found; negative for a lead.</param>
/// <param name="Alerts">Its alerts.</param>
/// <param name="Matched">Alerts that began inside the window of an incident.</param>
/// <param name="CarriedOver">Alerts that began outside every window and reached into one: neither detections nor false alarms.</param>
/// <param name="FalseAlarms">Alerts that touch no window.</param>
/// <param name="FalseAlarmsPerDay">The same for each day of event time; null where the recording has no length.</param>
public sealed record DetectionFigures(
    int Incidents, int Detected, TimeSpan? MedianDelay, int Alerts, int Matched, int CarriedOver, int FalseAlarms, double? FalseAlarmsPerDay);
