using System.Globalization;

namespace RiskEngine.Simulator.Communities;

/// <summary>Planted incidents against the alerts that were observed.</summary>
public sealed class Scorecard
{
    private static readonly string[] Grades = ["blue", "yellow", "orange", "red"];
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    private Scorecard(IReadOnlyList<IncidentOutcome> outcomes, IReadOnlyList<ObservedAlert> falseAlarms)
    {
        Outcomes = outcomes;
        FalseAlarms = falseAlarms;
    }

    /// <summary>One outcome for each incident, in the order of the plan.</summary>
    public IReadOnlyList<IncidentOutcome> Outcomes { get; }

    /// <summary>The first transition of every alert that no incident explains.</summary>
    public IReadOnlyList<ObservedAlert> FalseAlarms { get; }

    /// <summary>Incidents that were not detected, or not at the grade that they deserve. False alarms do not count here.</summary>
    public int Missed => Outcomes.Count(o => !o.IsDetected);

    /// <summary>Compares.</summary>
    /// <param name="incidents">What was planted.</param>
    /// <param name="alerts">Every firing transition that was observed, in any order; repeated ones do no harm.</param>
    public static Scorecard Compare(IReadOnlyList<PlantedIncident> incidents, IReadOnlyCollection<ObservedAlert> alerts)
    {
        var outcomes = incidents.Select(incident => OutcomeOf(incident, alerts)).ToList();
        var falseAlarms = alerts
            .GroupBy(alert => alert.AlertId, StringComparer.Ordinal)
            .Where(alert => !alert.Any(transition => incidents.Any(incident => Explains(incident, transition))))
            .Select(alert => alert.MinBy(transition => transition.At))
            .OfType<ObservedAlert>()
            .OrderBy(transition => transition.At)
            .ThenBy(transition => transition.AlertId, StringComparer.Ordinal)
            .ToList();
        return new Scorecard(outcomes, falseAlarms);
    }

    /// <summary>The scorecard as lines of plain text.</summary>
    public IEnumerable<string> ToLines()
    {
        yield return Row("incident", "site", "rule", "result", "grade", "delay", "lead");
        foreach (var outcome in Outcomes)
        {
            yield return Row(
                outcome.Incident.Id,
                outcome.Incident.Site,
                outcome.Incident.ExpectedRule,
                outcome.IsDetected ? "detected" : "MISSED",
                outcome.HighestGrade ?? "-",
                Duration(outcome.Delay),
                Duration(outcome.Lead));
        }

        foreach (var alarm in FalseAlarms)
        {
            yield return Row("-", alarm.Area, alarm.Rule, "false", alarm.Grade, alarm.Source ?? "", alarm.At.ToString());
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"planted {Outcomes.Count}, detected {Outcomes.Count - Missed}, missed {Missed}, false alarms {FalseAlarms.Count}");
    }

    private static IncidentOutcome OutcomeOf(PlantedIncident incident, IReadOnlyCollection<ObservedAlert> alerts)
    {
        var own = alerts.Where(alert => alert.Rule == incident.ExpectedRule && Explains(incident, alert)).ToList();
        if (own.Count == 0) return new IncidentOutcome(incident, null, null, false);
        var highest = own.Max(alert => Array.IndexOf(Grades, alert.Grade));
        return new IncidentOutcome(
            incident,
            own.Min(alert => alert.At),
            highest < 0 ? null : Grades[highest],
            highest >= Array.IndexOf(Grades, incident.LowestGrade));
    }

    private static bool Explains(PlantedIncident incident, ObservedAlert alert) =>
        incident.Explains(alert.Rule, alert.Area, alert.Source, alert.At, Grace);

    private static string Row(string id, string site, string rule, string result, string grade, string delay, string lead) =>
        string.Create(CultureInfo.InvariantCulture, $"{id,-22}{site,-24}{rule,-22}{result,-10}{grade,-8}{delay,10}{lead,10}").TrimEnd();

    private static string Duration(TimeSpan? time) => time is not { } t
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{(t < TimeSpan.Zero ? "-" : "")}{(long)t.Duration().TotalMinutes}:{t.Duration().Seconds:D2}");
}
