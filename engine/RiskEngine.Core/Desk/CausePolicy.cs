namespace RiskEngine.Core.Desk;

/// <summary>A cause by name, and the rules whose alerts are about it.</summary>
/// <param name="Name">The cause.</param>
/// <param name="Rules">Rule ids, with <c>*</c> for any characters.</param>
public sealed record CausePolicy(string Name, IReadOnlyList<string> Rules)
{
    /// <summary>The label of a rule that names its cause, and comes before all else.</summary>
    public const string Label = "cause";

    /// <summary>What an alert is about: what its label says, else the first cause whose rules fit, else the first word of the rule's id.</summary>
    public static string Of(string rule, IReadOnlyDictionary<string, string> labels, IReadOnlyList<CausePolicy> causes)
    {
        if (labels.TryGetValue(Label, out var said) && said.Length > 0) return said;
        foreach (var cause in causes)
        {
            foreach (var pattern in cause.Rules)
            {
                if (AlertMatcher.Fits(pattern, rule)) return cause.Name;
            }
        }

        var hyphen = rule.IndexOf('-');
        return hyphen > 0 ? rule[..hyphen] : rule;
    }
}
