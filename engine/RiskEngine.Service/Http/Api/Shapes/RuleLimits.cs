using RiskEngine.Core.Rules;
using RiskEngine.Reading.Records;

namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>The limits of a rule as data, in its unit: what a chart draws.</summary>
/// <param name="Grades">When each grade is reached, the lightest first.</param>
/// <param name="Clear">When an alert ends; null where that is when no grade's condition holds.</param>
/// <param name="ByKey">Whether keys may have limits of their own: these are then those of the rest.</param>
internal sealed record RuleLimits(IReadOnlyList<RuleLimits.Rung> Grades, RuleLimits.Condition? Clear, bool ByKey)
{
    public static RuleLimits Of(Rule rule) => new(
        [.. GradeName.All.Where(grade => rule.Grades[grade] is not null).Select(grade => new Rung(
            GradeName.Of(grade), rule.Grades[grade]!.Text, SignOf(rule.Grades[grade]!), ValueOf(rule.Grades[grade]!), Of(rule.Grades.RecoveryOf(grade))))],
        Of(rule.Clear.When), rule.Limits is not null);

    private static Condition? Of(MeasureCondition? condition) =>
        condition is null ? null : new Condition(condition.Text, SignOf(condition), ValueOf(condition));

    private static string? SignOf(MeasureCondition condition) => ValueOf(condition) is null ? null : condition.Comparison switch
    {
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Equal => "==",
        _ => "!=",
    };

    private static double? ValueOf(MeasureCondition condition) => condition.Comparison is not null && double.IsFinite(condition.Threshold) ? condition.Threshold : null;

    /// <summary>A condition.</summary>
    /// <param name="When">As its author wrote it.</param>
    /// <param name="Sign">Of the comparison with one number that it is: <c>&gt;</c>, <c>&gt;=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>==</c>, <c>!=</c>; null for any other.</param>
    /// <param name="Value">That number.</param>
    internal sealed record Condition(string When, string? Sign, double? Value);

    /// <summary>A grade's condition, as <see cref="Condition"/>.</summary>
    /// <param name="Grade">Which grade.</param>
    /// <param name="When">As its author wrote it.</param>
    /// <param name="Sign">Of the comparison.</param>
    /// <param name="Value">Its number.</param>
    /// <param name="Leave">When the grade is left; null where that is when its condition no longer holds.</param>
    internal sealed record Rung(string Grade, string When, string? Sign, double? Value, Condition? Leave);
}
