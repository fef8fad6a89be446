using RiskEngine.Core.Detection.Life;
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
