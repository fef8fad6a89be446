using RiskEngine.Core.Alerts;
using RiskEngine.Core.Desk;
using RiskEngine.Desk.Book;

namespace RiskEngine.Desk;

/// <summary>What people are told of incidents, in sentences.</summary>
internal static class Sentences
{
    /// <summary>What an open incident is: what its worst alert says, and how many others there are.</summary>
    public static string Open(DeskIncident incident) => incident.Total == 1
        ? incident.Message
        : $"{Count(incident.Total)} in {incident.Area}, {incident.Open} open; worst {AlertJson.Name(incident.Worst.Grade)}: {incident.Message}";

    /// <summary>That an incident has become lighter.</summary>
    public static string Lighter(DeskIncident incident) =>
        $"Down to {AlertJson.Name(incident.Grade)}: {incident.Title}, {incident.Area}, {Count(incident.Open)} of {incident.Total} still open";

    /// <summary>That the alerts of an incident have all ended, and it may be over.</summary>
    public static string Quiet(DeskIncident incident) => $"No alert open at the moment: {incident.Title}, {incident.Area}";

    /// <summary>That an incident is over.</summary>
    public static string Over(DeskIncident incident) => incident.WasTrue is { } wasTrue
        ? $"Closed as {(wasTrue ? "true" : "a false alarm")}: {incident.Title}, {incident.Area}"
        : $"Over after {Words((incident.EmptySince ?? incident.ResolvedAt) - incident.Opened)}: {incident.Title}, {incident.Area}"
            + (incident.Total > 1 ? $", {Count(incident.Total)} in all" : "");

    /// <summary>That nobody has acknowledged an incident, and who is told now.</summary>
    public static string Unanswered(DeskIncident incident, EscalationStep step) => $"Nobody has acknowledged for {Words(step.After)}, {step.To} is asked: {Open(incident)}";

    /// <summary>The sentence of an incident as it is now.</summary>
    public static string Of(DeskIncident incident) => incident.IsResolved ? Over(incident)
        : incident.Open == 0 ? Quiet(incident)
        : incident.Grade < incident.Recorded ? Lighter(incident)
        : Open(incident);

    private static string Count(int alerts) => alerts == 1 ? "1 alert" : $"{alerts} alerts";

    private static string Words(TimeSpan span) => span.TotalHours >= 1 ? $"{(long)span.TotalHours} h {span.Minutes} min"
        : span.TotalMinutes >= 1 ? $"{span.Minutes} min" : $"{(long)span.TotalSeconds} s";
}
