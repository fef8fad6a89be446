using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Desk;

/// <summary>A time in which some alerts are not told.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Match">Which alerts.</param>
/// <param name="From">Its start, included.</param>
/// <param name="To">Its end, not included; null for none, where it recurs.</param>
/// <param name="By">Who set it.</param>
/// <param name="Why">For what reason.</param>
public sealed record SilencePolicy(string Id, AlertMatcher Match, EventTime From, EventTime? To, string By, string Why)
{
    /// <summary>The hours in which it holds between start and end; null for all.</summary>
    public Schedule? Recurring { get; init; }

    /// <summary>Whether it holds at a time.</summary>
    public bool HoldsAt(EventTime at) => at >= From && (To is null || at < To) && (Recurring is null || Recurring.Contains(at));
}
