namespace RiskEngine.Core.Rules;

/// <summary>Tells which rules one partition can evaluate alone, and which need the signals of several.</summary>
/// <remarks>Events are keyed by site and each family has its own topic, so one partition holds all of a source, and all of one family of a site.</remarks>
public static class RuleReach
{
    /// <summary>Why a rule cannot be evaluated by single partitions; null where it can.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="others">All rules by id, for correlations.</param>
    public static string? NeedsSignals(Rule rule, IReadOnlyDictionary<string, Rule> others)
    {
        var place = rule.By.First.Kind;
        if (place == KeyKind.Area) return $"it is evaluated by {rule.By}, an area that can span partitions";
        if (place == KeyKind.PlainAttribute) return $"it is evaluated by {rule.By}, which events of several sites can share, and sites are in different partitions";
        if (rule.Detection.CountedRules is { } counted) return OfCounted(rule, counted, others);
        if (place != KeyKind.Site) return null;
        return Families(rule).Distinct().Count() > 1 ? "it is evaluated by site over several event families, which are different topics" : null;
    }

    /// <summary>Why no task can evaluate a rule live; null where one can.</summary>
    /// <remarks>What several partitions hold is gathered by an area of the site path, so the rule's key must tell the area.</remarks>
    /// <param name="rule">The rule.</param>
    /// <param name="others">All rules by id, for correlations.</param>
    /// <param name="signalDepth">How many segments of the site path form the area whose signals lie together.</param>
    public static string? CannotRunLive(Rule rule, IReadOnlyDictionary<string, Rule> others, int signalDepth)
    {
        if (NeedsSignals(rule, others) is not { } reason) return null;
        return rule.By.First switch
        {
            { Kind: KeyKind.Area } area when area.Depth < signalDepth =>
                $"it is evaluated by {area.Name}, a larger area than the one that Signals:AreaLevel gathers signals of",
            { Kind: KeyKind.PlainAttribute or KeyKind.Attribute } => reason,
            _ => null,
        };
    }

    private static string? OfCounted(Rule rule, IReadOnlyList<string> counted, IReadOnlyDictionary<string, Rule> others)
    {
        var inputs = counted.Select(id => others.GetValueOrDefault(id)).OfType<Rule>().Where(input => !input.Detection.LooksAtAlerts).ToList();
        if (inputs.Any(input => NeedsSignals(input, others) is not null)) return "it correlates rules that need them";
        return inputs.SelectMany(Families).Distinct().Count() > 1 ? $"it correlates alerts by {rule.By} over several event families, which are different topics" : null;
    }

    /// <summary>The families whose events the rule's patterns can match.</summary>
    internal static IEnumerable<string> Families(Rule rule)
    {
        foreach (var pattern in rule.On)
        {
            var dot = pattern.Text.IndexOf('.');
            var family = dot < 0 ? pattern.Text : pattern.Text[..dot];
            if (family is not ("*" or "**"))
            {
                yield return family;
                continue;
            }

            foreach (var name in Enum.GetNames<Events.EventFamily>()) yield return name.ToLowerInvariant();
        }
    }
}
