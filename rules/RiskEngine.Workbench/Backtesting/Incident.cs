using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>One labelled incident: what a rule should have found.</summary>
/// <param name="Name">What the labels call it.</param>
/// <param name="Area">The site, a prefix of site paths, or the key of the alerts that count; null for any.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended; the start where it is a moment.</param>
/// <param name="RuleId">The only rule whose alerts count; null for any.</param>
public sealed record Incident(string Name, string? Area, EventTime Start, EventTime End, string? RuleId = null)
{
    /// <summary>Whether an alert concerns the incident's place and rule; the time is looked at elsewhere.</summary>
    public bool Concerns(AlertSpan alert) =>
        (RuleId is null || RuleId == alert.Rule.Id)
        && (Area is null || alert.Key == Area || Contains(Area, alert.Site) || Contains(alert.Site, Area));

    /// <summary>Whether a path is another one or lies below it, by whole segments.</summary>
    private static bool Contains(string area, string path) =>
        area.Length > 0 && path.StartsWith(area, StringComparison.Ordinal) && (path.Length == area.Length || path[area.Length] == '/');
}
