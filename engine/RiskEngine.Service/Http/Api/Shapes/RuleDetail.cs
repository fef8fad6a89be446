namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>A rule with its text.</summary>
/// <param name="Rule">It.</param>
/// <param name="Text">Its file as it is now; null where it cannot be read. While a reload is refused this is not what is in force.</param>
/// <param name="Limits">The conditions of its grades, and when it ends, as data.</param>
/// <param name="PassedOver">Events that it looked at here and did not measure.</param>
internal sealed record RuleDetail(RuleView Rule, string? Text, RuleLimits Limits, IReadOnlyList<RuleDetail.Passed> PassedOver)
{
    /// <summary>Events of one kind that were not measured.</summary>
    internal sealed record Passed(string Kind, string Reason, string? What, long Count);
}
