using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>What the conditions of rules came to, summed up by rule. Rules with equal conditions share one, which counts for each.</summary>
internal static class ConditionCounts
{
    /// <summary>Conditions that could not be evaluated, by rule id.</summary>
    public static Dictionary<string, long> Errors(IReadOnlyList<AlertBook> books, IEnumerable<KindPlan?> plans)
    {
        var errors = books.ToDictionary(book => book.Rule.Id, book => book.Errors);
        foreach (var branch in plans.OfType<KindPlan>().SelectMany(plan => plan.Branches).Where(branch => branch.Errors > 0))
        {
            foreach (var book in books.Where(book => PartId.OfCondition(book.Rule) == branch.Condition)) errors[book.Rule.Id] += branch.Errors;
        }

        return errors;
    }

    /// <summary>What could not be evaluated first in <c>where</c>, by rule id; rules of which that is not known are not in it.</summary>
    public static Dictionary<string, string> FirstErrors(IReadOnlyList<AlertBook> books, IEnumerable<KindPlan?> plans)
    {
        var first = new Dictionary<string, string>();
        foreach (var plan in plans.OfType<KindPlan>())
        {
            foreach (var branch in plan.Branches.Where(branch => branch.FirstError.Length > 0))
            {
                foreach (var book in books.Where(book => PartId.OfCondition(book.Rule) == branch.Condition && book.Rule.Concerns(plan.Kind)))
                    first.TryAdd(book.Rule.Id, branch.FirstError);
            }
        }

        return first;
    }

    /// <summary>What rules looked at and did not measure, by rule, kind and reason.</summary>
    public static IReadOnlyList<PassedOver> PassedOver(IEnumerable<KindPlan?> plans, Vocabulary vocabulary) =>
    [
        .. plans.OfType<KindPlan>()
            .SelectMany(plan => plan.Branches.SelectMany(branch => branch.Taps).SelectMany(tap => tap.PassedOver.Tell(plan.Kind, vocabulary)))
            .GroupBy(one => (one.Rule, one.Kind, one.Reason, What: one.Reason == PassedOverReason.NoKey ? "" : one.What))

            // A rule with several detectors looked at the same events with each.
            .Select(same => same.OrderByDescending(one => one.Count).First())
            .OrderBy(one => one.Rule, StringComparer.Ordinal).ThenBy(one => one.Kind, StringComparer.Ordinal).ThenBy(one => one.Reason).ThenByDescending(one => one.Count),
    ];

    /// <summary>How many events each rule looked at, by rule id.</summary>
    public static Dictionary<string, long> Matched(IReadOnlyList<AlertBook> books, IEnumerable<KindPlan?> plans)
    {
        var matched = books.ToDictionary(book => book.Rule.Id, _ => 0L);
        foreach (var plan in plans.OfType<KindPlan>())
        {
            foreach (var branch in plan.Branches.Where(branch => branch.Matched > 0))
            {
                foreach (var book in books.Where(book => PartId.OfCondition(book.Rule) == branch.Condition && book.Rule.Concerns(plan.Kind)))
                    matched[book.Rule.Id] += branch.Matched;
            }
        }

        return matched;
    }
}
