using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>What rules looked at and did not measure, in sentences for people.</summary>
internal static class PassedOverText
{
    /// <summary>What their author has to know. That some events lack a key is usual, that all do is not.</summary>
    public static IEnumerable<string> Warnings(BacktestResult result)
    {
        var rules = result.History.Rules.ToDictionary(tally => tally.Rule.Id, tally => tally.Rule);
        foreach (var rule in result.PassedOver.GroupBy(one => one.Rule))
        {
            var keyless = rule.Where(one => one.Reason == PassedOverReason.NoKey).ToList();
            if (keyless.Count > 0 && keyless.Sum(one => one.Count) >= result.MatchedEvents.GetValueOrDefault(rule.Key)) yield return KeylessOf(rules[rule.Key], keyless);
            foreach (var one in rule.Where(one => one.Reason != PassedOverReason.NoKey)) yield return SentenceOf(rules[rule.Key], one);
        }
    }

    /// <summary>Why an event with such a unit is not measured.</summary>
    public static string OtherUnit(Rule rule, string unit) => $"the unit of the event is {unit}, that of the rule {rule.EventUnit}";

    /// <summary>What a rule made of some of the events that it did not measure; not for those without a key.</summary>
    public static string SentenceOf(Rule rule, PassedOver one) => one.Reason switch
    {
        PassedOverReason.OtherUnit =>
            $"rule {rule.Id}: {Wording.Count(one.Count)} events of {one.Kind} were not measured: {OtherUnit(rule, one.What)} "
                + $"(correct one of them, or write a rule for {one.What})",
        PassedOverReason.TextValue =>
            $"rule {rule.Id}: {Wording.Count(one.Count)} events of {one.Kind} had {Subject(one)} that is text, and were passed over "
                + "(send a number, or leave them out with 'where')",
        PassedOverReason.NoValue => $"rule {rule.Id}: {Wording.Count(one.Count)} events of {one.Kind} had no number as {Measured(one)}, and were passed over",
        PassedOverReason.NoRow =>
            $"rule {rule.Id}: {Wording.Count(one.Count)} events of {one.Kind} came from keys without a row in {rule.Limits?.Table}, so no condition with limits held: {one.What} "
                + "(add their rows, or limits.default for all without one)",
        _ => throw new ArgumentOutOfRangeException(nameof(one)),
    };

    private static string Subject(PassedOver one) => one.What == "value" ? "a value" : $"an {one.What}";

    private static string Measured(PassedOver one) => one.What == "value" ? "their value" : one.What;

    private static string KeylessOf(Rule rule, List<PassedOver> keyless)
    {
        var near = keyless.Select(one => one.What).FirstOrDefault(what => what.Length > 0);
        var remedy = near is null ? "check 'by'" : $"they have '{near}': did you mean {Meant(rule.By, near)}? Names are compared letter by letter";
        return $"rule {rule.Id}: none of the {Wording.Count(keyless.Sum(one => one.Count))} events that it looked at has its key, {rule.By} ({remedy})";
    }

    private static string Meant(KeyBy by, string near) =>
        by.Attributes.FirstOrDefault(name => name.Trim().Equals(near.Trim(), StringComparison.OrdinalIgnoreCase)) ?? by.Name;
}
