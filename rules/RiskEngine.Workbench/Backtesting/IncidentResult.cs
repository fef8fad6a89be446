namespace RiskEngine.Workbench.Backtesting;

/// <summary>What became of one labelled incident.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Detection">The first alert that detected it; null where none did.</param>
/// <param name="Delay">How long after the reference moment that was; negative for a lead.</param>
/// <param name="Standing">An alert that did not detect it because it was firing already when the window opened.</param>
/// <param name="Recorded">Whether the recording covers any of its window; if not, it counts nowhere.</param>
public sealed record IncidentResult(Incident Incident, AlertSpan? Detection, TimeSpan? Delay, AlertSpan? Standing, bool Recorded);
