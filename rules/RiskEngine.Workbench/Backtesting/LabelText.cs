using System.Text;
using RiskEngine.Core.Alerts;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>How well labelled incidents were found, for a terminal.</summary>
public static class LabelText
{
    private const int MostIncidents = 60;

    /// <summary>A line for each incident, then a table of the rules.</summary>
    public static string Render(LabelScore score)
    {
        var text = new StringBuilder();
        var incidents = new TextTable("lllll", "incident", "from", "to", "", "by");
        foreach (var result in score.Incidents.Take(MostIncidents))
        {
            incidents.Add(result.Incident.Name, Wording.Time(result.Incident.Start), Wording.Time(result.Incident.End), OutcomeOf(result), DetectionOf(result));
        }

        text.Append('\n').Append(incidents.Render());
        if (score.Incidents.Count > MostIncidents) text.Append($"and {Wording.Count(score.Incidents.Count - MostIncidents)} incidents more; --figures FILE has all\n");
        var rules = new TextTable("lrrrrrrr", "rule", "detected", "missed", "median", "alerts", "carried over", "false alarms", "per day");
        foreach (var (rule, figures) in score.ByRule) rules.Add(Row(rule.Id, figures));
        rules.Add(Row("all rules", score.All));
        return text.Append('\n').Append(rules.Render()).ToString();
    }

    private static string[] Row(string name, DetectionFigures figures) =>
    [
        name, $"{Wording.Count(figures.Detected)} of {Wording.Count(figures.Incidents)}", Wording.Count(figures.Incidents - figures.Detected), Wording.Delay(figures.MedianDelay),
        Wording.Count(figures.Alerts), Wording.Count(figures.CarriedOver), Wording.Count(figures.FalseAlarms), Wording.Rate(figures.FalseAlarmsPerDay),
    ];

    private static string OutcomeOf(IncidentResult result)
    {
        if (result.Detection is not null) return Wording.Delay(result.Delay);
        return result.Recorded ? "MISSED" : "not in the recording";
    }

    private static string DetectionOf(IncidentResult result)
    {
        if (result.Detection is { } alert) return $"{alert.Rule.Id} {alert.Key} ({AlertJson.Name(alert.Highest)})";
        return result.Standing is { } standing ? $"{standing.Rule.Id} {standing.Key} was firing since {Wording.Time(standing.Start)}" : "";
    }
}
