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
        var longest = old.Values.Where(rule => rule.Detection.SharedSpan is not null).GroupBy(rule => rule.Detection.MemoryPart(rule) ?? "")
            .ToDictionary(part => part.Key, part => part.Max(rule => rule.Detection.SharedSpan) ?? TimeSpan.Zero);
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
        if (after.Detection.MemoryPart(after) is not { } memory || learned.Contains(memory)) return StateFate.Kept;
        if (before.Detection.MemoryPart(before) == memory) return after.Detection.SharedSpan > longest.GetValueOrDefault(memory) ? StateFate.Filling : StateFate.Kept;
        if (!longest.TryGetValue(memory, out var kept)) return StateFate.Reset;
        return after.Detection.SharedSpan > kept ? StateFate.Filling : StateFate.Kept;
    }
}
