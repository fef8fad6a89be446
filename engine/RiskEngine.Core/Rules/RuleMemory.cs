namespace RiskEngine.Core.Rules;

/// <summary>How far back in event time rules look.</summary>
public static class RuleMemory
{
    /// <summary>How long an event of a key can matter to what one rule measures (<see cref="Detection.LooksBack"/>).</summary>
    public static TimeSpan Of(Rule rule) => rule.Detection.LooksBack(rule);

    /// <summary>How much event time must be replayed so that every rule measures, and dwells, as if it had seen all: the longest of the rules.</summary>
    /// <remarks>A rule that counts alerts needs them as they were: what the counted rules look back comes before its own time. Zero for no rules.</remarks>
    public static TimeSpan ReplayOf(IReadOnlyCollection<Rule> rules)
    {
        var byId = rules.ToLookup(rule => rule.Id);
        return rules.Select(rule => WithDwell(rule) + CountedBy(rule)).DefaultIfEmpty().Max();

        TimeSpan CountedBy(Rule rule) => (rule.Detection.CountedRules ?? []).SelectMany(id => byId[id])
            .Where(counted => !counted.Detection.LooksAtAlerts).Select(WithDwell).DefaultIfEmpty().Max();
    }

    private static TimeSpan WithDwell(Rule rule) => Of(rule) + LadderTimes.Of(rule).Longest;
}
