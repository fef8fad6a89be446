using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection;

/// <summary>The devices that one schedule knows, and the rules that see nothing without them.</summary>
/// <param name="Schedule">The schedule, of sources.</param>
/// <param name="Family">The first word of their kinds; empty where the rules do not name one.</param>
/// <param name="Risks">Rules over these kinds but those that look for silence themselves, the gravest first.</param>
internal sealed record Watched(KeySchedule Schedule, string Family, IReadOnlyList<Rule> Risks)
{
    /// <summary>The devices of some rules.</summary>
    /// <param name="bySource">The schedules of rules by source, with one rule of each.</param>
    /// <param name="rules">All rules.</param>
    public static Watched[] Of(IEnumerable<(Rule Rule, KeySchedule Schedule)> bySource, IReadOnlyList<Rule> rules) =>
    [
        .. bySource.DistinctBy(one => one.Schedule)
            .Select(one => new Watched(one.Schedule, FamilyOf(one.Rule), [.. RisksOf(one.Rule, rules)]))
            .Where(watched => watched.Risks.Count > 0),
    ];

    private static IEnumerable<Rule> RisksOf(Rule bySource, IReadOnlyList<Rule> rules) => rules
        .Where(rule => rule.Mode == RuleMode.Active && rule.Detection is not AbsenceDetection && !rule.Detection.LooksAtAlerts && rule.On.Any(bySource.On.Contains))
        .OrderByDescending(rule => rule.Grades.Highest).ThenBy(rule => rule.Id, StringComparer.Ordinal);

    private static string FamilyOf(Rule rule)
    {
        var families = rule.On.Select(pattern => pattern.Text.Split('.')[0]).Distinct().ToList();
        return families.Count == 1 && !families[0].Contains('*', StringComparison.Ordinal) ? families[0] : "";
    }
}
