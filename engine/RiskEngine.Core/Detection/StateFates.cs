using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection;

/// <summary>Tells from two rule sets alone what becomes of each rule's state when the second takes over from the first.</summary>
/// <remarks>The same for every task: state belongs to the parts that <see cref="PartId"/> names.</remarks>
public static class StateFates
{
    /// <summary>The fate of every rule that is in both sets and switched on in both.</summary>
    public static IReadOnlyDictionary<string, StateFate> Between(IEnumerable<Rule> before, IEnumerable<Rule> after)
    {
        var old = before.Where(rule => rule.Mode != RuleMode.Off).ToDictionary(rule => rule.Id);
        var longest = old.Values.Where(rule => Window(rule) is not null).GroupBy(rule => PartId.OfMemory(rule) ?? "")
            .ToDictionary(part => part.Key, part => part.Max(Window) ?? TimeSpan.Zero);
        var learned = old.Values.SelectMany(PartId.OfScores).ToHashSet();
        var fates = new Dictionary<string, StateFate>();
        foreach (var rule in after.Where(rule => rule.Mode != RuleMode.Off))
        {
            if (old.TryGetValue(rule.Id, out var version)) fates.Add(rule.Id, Of(version, rule, longest, learned));
        }

        return fates;
    }

    private static StateFate Of(Rule before, Rule after, Dictionary<string, TimeSpan> longest, HashSet<string> learned)
    {
        if (PartId.OfAlerts(before) != PartId.OfAlerts(after)) return StateFate.Reset;
        if (!PartId.OfScores(after).All(learned.Contains)) return StateFate.Reset;
        if (PartId.OfMemory(after) is not { } memory || learned.Contains(memory)) return StateFate.Kept;
        if (PartId.OfMemory(before) == memory) return Window(after) > longest.GetValueOrDefault(memory) ? StateFate.Filling : StateFate.Kept;
        if (!longest.TryGetValue(memory, out var kept)) return StateFate.Reset;
        return Window(after) > kept ? StateFate.Filling : StateFate.Kept;
    }

    /// <summary>How far back the shared panes of a rule must reach; null where it shares none.</summary>
    private static TimeSpan? Window(Rule rule) => rule.Detection switch
    {
        MetricDetection { Window.Every: not null } metric => metric.Window.Size,
        ScoreDetection { Over: { } window } => window.Window.Size,
        _ => null,
    };
}
