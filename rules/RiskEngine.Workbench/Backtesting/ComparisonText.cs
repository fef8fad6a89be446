using System.Text;
using RiskEngine.Core.Alerts;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>What a change of rules changes, for a terminal.</summary>
public static class ComparisonText
{
    private const int MostChanges = 60;

    /// <summary>A table of the rules whose alerts changed, then the alerts.</summary>
    public static string Render(RuleSetComparison comparison)
    {
        var changed = comparison.Rules.Where(rule => rule.HasChanged).ToList();
        if (changed.Count == 0) return "\nthe changed rules raise the same alerts\n";
        var text = new StringBuilder("\n");
        var rules = new TextTable("lrrrrrrrrl", "rule", "alerts", "changed to", "new", "gone", "moved", "regraded", "ends elsewhere", "same", "");
        foreach (var rule in changed)
        {
            rules.Add(
                rule.RuleId, Wording.Count(rule.Before), Wording.Count(rule.After), Count(rule, change => change.IsNew), Count(rule, change => change.IsGone),
                Count(rule, change => change.IsMoved), Count(rule, change => change.IsRegraded), Count(rule, change => change.IsResized),
                Count(rule, change => change.IsSame), rule.InBefore ? rule.InAfter ? "" : "rule removed" : "rule added");
        }

        text.Append(rules.Render());
        var alike = comparison.Rules.Count - changed.Count;
        if (alike > 0) text.Append($"{Wording.Count(alike)} rules raise the same alerts\n");
        AppendAlerts(text.Append('\n'), [.. changed.SelectMany(rule => rule.Changes).Where(change => !change.IsSame)]);
        return text.ToString();
    }

    private static void AppendAlerts(StringBuilder text, List<AlertChange> changes)
    {
        var table = new TextTable("lllll", "change", "rule", "key", "time", "grade");
        foreach (var change in changes.Take(MostChanges))
        {
            table.Add(Kind(change), change.Any.Rule.Id, change.Any.Key, Times(change), Grades(change));
        }

        if (changes.Count > 0) text.Append(table.Render());
        if (changes.Count > MostChanges) text.Append($"and {Wording.Count(changes.Count - MostChanges)} alerts more; --figures FILE has all\n");
    }

    private static string Kind(AlertChange change)
    {
        if (change.IsNew) return "new";
        if (change.IsGone) return "gone";
        string[] words = [change.IsMoved ? "moved" : "", change.IsRegraded ? "regraded" : "", change.IsResized ? "ends elsewhere" : ""];
        return string.Join(", ", words.Where(word => word.Length > 0));
    }

    private static string Times(AlertChange change)
    {
        if (change.Before is not { } before || change.After is not { } after) return Wording.Time(change.Any.Start);
        if (!change.IsMoved) return Wording.Time(before.Start) + (change.IsResized ? $", to {Wording.Time(before.End)} -> {Wording.Time(after.End)}" : "");
        var shift = after.Start - before.Start;
        return $"{Wording.Time(before.Start)} -> {Wording.Time(after.Start)} ({Wording.Span(shift.Duration())} {(shift > TimeSpan.Zero ? "later" : "earlier")})";
    }

    private static string Grades(AlertChange change) => change is { IsRegraded: true, Before: { } before, After: { } after }
        ? $"{AlertJson.Name(before.Highest)} -> {AlertJson.Name(after.Highest)}"
        : AlertJson.Name(change.Any.Highest);

    private static string Count(RuleComparison rule, Func<AlertChange, bool> applies) => rule.Count(applies) is > 0 and var count ? Wording.Count(count) : "";
}
