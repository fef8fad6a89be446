namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>A page of rules.</summary>
/// <param name="Items">The rules, by id.</param>
/// <param name="Next">The cursor of the next page; null on the last one.</param>
/// <param name="Reload">How the last changes of the folder went.</param>
internal sealed record RuleList(IReadOnlyList<RuleView> Items, string? Next, RuleList.Reloads Reload)
{
    /// <summary>How often the rules were loaded anew.</summary>
    internal sealed record Reloads(int Version, long Accepted, long Refused, string? Fault);
}
