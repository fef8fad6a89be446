using System.Text;
using RiskEngine.Core.Rules;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>The figures of a backtest for a terminal.</summary>
public static class FiguresText
{
    private const int MostRules = 50;
    private const int MostNames = 20;
    private const int MostKeys = 5;
    private const int MostReasons = 20;

    /// <summary>A table of the rules that raised alerts, and a line for those that did not.</summary>
    public static string Render(BacktestResult result)
    {
        var text = new StringBuilder();
        foreach (var rejected in result.Rejections.Take(MostReasons))
            text.Append($"warning: {Wording.Count(rejected.Count)} rejected: {rejected.Sentence} ({rejected.Shown})\n");
        if (result.Rejections.Count > MostReasons) text.Append($"and {Wording.Count(result.Rejections.Count - MostReasons)} more faults; --figures FILE has all\n");
        if (!result.HasEvents) return text.Append("no event was read\n").ToString();
        text.Append(FormattableString.Invariant(
            $"{Wording.Time(result.Recorded.First)} to {Wording.Time(result.Recorded.Last)} UTC: {result.Recorded.Days:0.##} days of event time\n"));
        var rules = result.History.Rules.Where(tally => tally.Rule.Mode != RuleMode.Off).ToList();
        var loud = rules.Where(tally => tally.Alerts > 0).ToList();
        if (loud.Count > 0) AppendTable(text, loud, result);
        var quiet = rules.Where(tally => tally.Alerts == 0 && (MatchedBy(tally.Rule, result) > 0 || tally.Rule.Detection.LooksAtAlerts)).Select(tally => tally.Rule.Id).ToList();
        if (quiet.Count > 0) text.Append($"no alert from {Wording.Count(quiet.Count)} more rules: {Names(quiet)}\n");
        var idle = rules.Where(tally => MatchedBy(tally.Rule, result) == 0 && !tally.Rule.Detection.LooksAtAlerts).Select(tally => tally.Rule.Id).ToList();
        if (idle.Count > 0) text.Append($"warning: {Wording.Count(idle.Count)} rules never matched an event (check 'on' and 'where'): {Names(idle)}\n");
        foreach (var (rule, errors) in result.ConditionErrors.Where(entry => entry.Value > 0).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var why = result.FirstConditionErrors.TryGetValue(rule, out var first) ? $"first: {first}" : "a missing attribute?";
            text.Append($"warning: rule {rule}: a condition could not be evaluated {Wording.Count(errors)} times ({why})\n");
        }

        foreach (var sentence in InputText.Warnings(result)) text.Append($"warning: {sentence}\n");
        foreach (var fault in result.ClockFaults) text.Append($"warning: {fault.Sentence}\n");
        foreach (var sentence in PassedOverText.Warnings(result).Take(MostRules)) text.Append($"warning: {sentence}\n");

        return text.ToString();
    }

    private static void AppendTable(StringBuilder text, List<RuleTally> loud, BacktestResult result)
    {
        var table = new TextTable(
            "lrrrrrrrrrllll", "rule", "events", "alerts", "per day", "blue", "yellow", "orange", "red", "ended", "in alert", "", "first", "last", "noisiest keys");
        foreach (var tally in loud.OrderByDescending(tally => tally.Alerts).ThenBy(tally => tally.Rule.Id, StringComparer.Ordinal).Take(MostRules))
        {
            var inAlert = tally.InAlert(result.Recorded.Last);
            table.Add(
                tally.Rule.Id, Wording.Count(MatchedBy(tally.Rule, result)), Wording.Count(tally.Alerts), Wording.Rate(result.Recorded.PerDay(tally.Alerts)),
                Transitions(tally, Grade.Blue), Transitions(tally, Grade.Yellow), Transitions(tally, Grade.Orange), Transitions(tally, Grade.Red),
                Wording.Count(tally.Resolved), Wording.Span(inAlert), Wording.Share(inAlert, result.Recorded.Last - result.Recorded.First),
                Wording.Time(tally.First), Wording.Time(tally.Last), KeysOf(tally));
        }

        text.Append(table.Render());
        if (loud.Count > MostRules) text.Append($"and {Wording.Count(loud.Count - MostRules)} rules with fewer alerts; --figures FILE has all\n");
    }

    private static string Transitions(RuleTally tally, Grade grade) => tally.Rule.Grades[grade] is null && tally.Reached(grade) == 0 ? "" : Wording.Count(tally.Reached(grade));

    private static string KeysOf(RuleTally tally)
    {
        var noisiest = string.Join(", ", tally.NoisiestKeys(MostKeys).Select(key => $"{key.Key} {Wording.Count(key.Value)}"));
        return tally.Keys > MostKeys ? $"{noisiest}, {Wording.Count(tally.Keys - MostKeys)} more" : noisiest;
    }

    private static long MatchedBy(Rule rule, BacktestResult result) => result.MatchedEvents.GetValueOrDefault(rule.Id);

    private static string Names(List<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {Wording.Count(names.Count - MostNames)} more" : "");
}
