using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>How near an alert must be to an incident.</summary>
/// <param name="From">Which part of the incident counts.</param>
/// <param name="Before">How much earlier an alert may begin.</param>
/// <param name="After">How much later an alert may begin.</param>
public sealed record MatchWindow(MatchFrom From, TimeSpan Before, TimeSpan After)
{
    /// <summary>Alerts that begin while the incident lasts.</summary>
    public static readonly MatchWindow Default = new(MatchFrom.Span, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>The first moment at which a detection may begin.</summary>
    public EventTime Opens(Incident incident) => Reference(incident) - Before;

    /// <summary>The last moment at which a detection may begin.</summary>
    public EventTime Closes(Incident incident) => (From == MatchFrom.Start ? incident.Start : incident.End) + After;

    /// <summary>The moment that leads and delays count from.</summary>
    public EventTime Reference(Incident incident) => From == MatchFrom.End ? incident.End : incident.Start;

    /// <summary>Whether an alert begins in time to be the detection of an incident.</summary>
    public bool Detects(AlertSpan alert, Incident incident) =>
        alert.Start >= Opens(incident) && alert.Start <= Closes(incident) && incident.Concerns(alert);

    /// <summary>Whether an alert fires at some time in the incident's window, whenever it began.</summary>
    public bool Overlaps(AlertSpan alert, Incident incident) =>
        alert.Start <= Closes(incident) && (alert.End is not { } end || end >= Opens(incident)) && incident.Concerns(alert);
}
