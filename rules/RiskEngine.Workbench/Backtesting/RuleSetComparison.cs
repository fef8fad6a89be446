using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>The alerts of two rule sets over the same events, held against each other.</summary>
/// <remarks>
/// Alerts of one rule (by id) and one key are the same alert where they fire at a common moment, or begin within <see cref="Nearness"/> of
/// each other; where several fit, the one that begins nearest.
/// </remarks>
public sealed class RuleSetComparison
{
    /// <summary>How far apart two alerts of one rule and key may begin and still be one alert that moved.</summary>
    public static readonly TimeSpan Nearness = TimeSpan.FromHours(1);

    private RuleSetComparison(IReadOnlyList<RuleComparison> rules) => Rules = rules;

    /// <summary>Every rule of either set, by id.</summary>
    public IReadOnlyList<RuleComparison> Rules { get; }

    /// <summary>Compares.</summary>
    public static RuleSetComparison Of(AlertHistory before, AlertHistory after)
    {
        var (oldRules, newRules) = (IdsOf(before), IdsOf(after));
        var (oldAlerts, newAlerts) = (ByRule(before), ByRule(after));
        var rules = oldRules.Union(newRules).Order(StringComparer.Ordinal).Select(id =>
            new RuleComparison(id, [.. Changes([.. oldAlerts[id]], [.. newAlerts[id]])], oldRules.Contains(id), newRules.Contains(id)));
        return new RuleSetComparison([.. rules]);
    }

    private static HashSet<string> IdsOf(AlertHistory history) => [.. history.Rules.Select(tally => tally.Rule.Id)];

    private static ILookup<string, AlertSpan> ByRule(AlertHistory history) => history.Alerts.ToLookup(alert => alert.Rule.Id, StringComparer.Ordinal);

    private static IEnumerable<AlertChange> Changes(IReadOnlyList<AlertSpan> before, IReadOnlyList<AlertSpan> after)
    {
        var (oldByKey, newByKey) = (before.ToLookup(alert => alert.Key), after.ToLookup(alert => alert.Key));
        return oldByKey.Select(group => group.Key).Union(newByKey.Select(group => group.Key))
            .SelectMany(key => Pair([.. oldByKey[key].OrderBy(alert => alert.Start)], [.. newByKey[key].OrderBy(alert => alert.Start)]))
            .OrderBy(change => change.Any.Start).ThenBy(change => change.Any.Key, StringComparer.Ordinal);
    }

    /// <summary>Walks along both lists, which are in order of time, and pairs what is near.</summary>
    private static IEnumerable<AlertChange> Pair(List<AlertSpan> before, List<AlertSpan> after)
    {
        var (i, j) = (0, 0);
        while (i < before.Count && j < after.Count)
        {
            var (a, b) = (before[i], after[j]);
            if (AreNear(a, b))
            {
                if (IsNearer(after, j + 1, a, b)) yield return new AlertChange(null, after[j++]);
                else if (IsNearer(before, i + 1, b, a)) yield return new AlertChange(before[i++], null);
                else yield return new AlertChange(before[i++], after[j++]);
            }
            else if (a.Start <= b.Start)
            {
                yield return new AlertChange(before[i++], null);
            }
            else
            {
                yield return new AlertChange(null, after[j++]);
            }
        }

        while (i < before.Count) yield return new AlertChange(before[i++], null);
        while (j < after.Count) yield return new AlertChange(null, after[j++]);
    }

    private static bool IsNearer(List<AlertSpan> candidates, int next, AlertSpan to, AlertSpan than) =>
        next < candidates.Count && AreNear(candidates[next], to) && Distance(candidates[next], to) < Distance(than, to);

    private static bool AreNear(AlertSpan a, AlertSpan b) =>
        Distance(a, b) <= Nearness || (a.Start <= (b.End ?? EventTime.MaxValue) && b.Start <= (a.End ?? EventTime.MaxValue));

    private static TimeSpan Distance(AlertSpan a, AlertSpan b) => (a.Start - b.Start).Duration();
}
