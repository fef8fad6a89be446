using RiskEngine.Core.Rules;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>Alerts held against labelled incidents.</summary>
public sealed class LabelScore
{
    private LabelScore(IReadOnlyList<IncidentResult> incidents, DetectionFigures all, IReadOnlyList<(Rule Rule, DetectionFigures Figures)> byRule)
    {
        Incidents = incidents;
        All = all;
        ByRule = byRule;
    }

    /// <summary>The incidents, in the order of the labels.</summary>
    public IReadOnlyList<IncidentResult> Incidents { get; }

    /// <summary>All rules together.</summary>
    public DetectionFigures All { get; }

    /// <summary>Each rule on its own, by id; rules without an alert are left out.</summary>
    public IReadOnlyList<(Rule Rule, DetectionFigures Figures)> ByRule { get; }

    /// <summary>Holds the alerts of a backtest against the labels.</summary>
    public static LabelScore Of(IReadOnlyList<Incident> incidents, MatchWindow window, AlertHistory history, RecordedSpan recorded)
    {
        var results = Results(incidents, window, history.Alerts, recorded);
        var byRule = history.Alerts.GroupBy(alert => alert.Rule.Id, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.First().Rule, FiguresOf(group.First().Rule, [.. group], incidents, window, recorded)));
        return new LabelScore(results, Figures(results, history.Alerts, incidents, window, recorded), [.. byRule]);
    }

    private static DetectionFigures FiguresOf(Rule rule, IReadOnlyList<AlertSpan> alerts, IReadOnlyList<Incident> incidents, MatchWindow window, RecordedSpan recorded)
    {
        var own = incidents.Where(incident => incident.RuleId is null || incident.RuleId == rule.Id).ToList();
        return Figures(Results(own, window, alerts, recorded), alerts, own, window, recorded);
    }

    private static List<IncidentResult> Results(IReadOnlyList<Incident> incidents, MatchWindow window, IReadOnlyList<AlertSpan> alerts, RecordedSpan recorded)
    {
        var results = new List<IncidentResult>();
        foreach (var incident in incidents)
        {
            var isRecorded = window.Opens(incident) <= recorded.Last && window.Closes(incident) >= recorded.First;
            var detection = alerts.Where(alert => window.Detects(alert, incident)).MinBy(alert => alert.Start);
            var standing = detection is null ? alerts.FirstOrDefault(alert => window.Overlaps(alert, incident)) : null;
            results.Add(new IncidentResult(incident, detection, detection?.Start - window.Reference(incident), standing, isRecorded));
        }

        return results;
    }

    private static DetectionFigures Figures(
        IReadOnlyList<IncidentResult> results, IReadOnlyList<AlertSpan> alerts, IReadOnlyList<Incident> incidents, MatchWindow window, RecordedSpan recorded)
    {
        var (matched, carried) = (0, 0);
        foreach (var alert in alerts)
        {
            if (incidents.Any(incident => window.Detects(alert, incident))) matched++;
            else if (incidents.Any(incident => window.Overlaps(alert, incident))) carried++;
        }

        var wrong = alerts.Count - matched - carried;
        var delays = results.Where(result => result.Delay is not null).Select(result => result.Delay.GetValueOrDefault()).Order().ToList();
        return new DetectionFigures(
            results.Count(result => result.Recorded), delays.Count, Median(delays), alerts.Count, matched, carried, wrong, recorded.PerDay(wrong));
    }

    private static TimeSpan? Median(List<TimeSpan> sorted) => sorted.Count switch
    {
        0 => null,
        var count when count % 2 == 1 => sorted[count / 2],
        var count => (sorted[(count / 2) - 1] + sorted[count / 2]) / 2,
    };
}
