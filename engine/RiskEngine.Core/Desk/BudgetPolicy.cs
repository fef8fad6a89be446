using RiskEngine.Core.Time;

namespace RiskEngine.Core.Desk;

/// <summary>How often people are told something of one area in a shift. What is blue or yellow beyond it waits for the digest at the end; orange and red never do.</summary>
/// <param name="Depth">How many segments of a site path form the area.</param>
/// <param name="Notifications">How many in a shift.</param>
/// <param name="Shifts">When shifts begin, in the order of the day.</param>
public sealed record BudgetPolicy(int Depth, int Notifications, IReadOnlyList<DailyTime> Shifts)
{
    /// <summary>When the shift ends that a time lies in.</summary>
    public EventTime EndAfter(EventTime at)
    {
        var end = EventTime.MaxValue;
        foreach (var start in Shifts) end = EventTime.Min(end, start.After(at));
        return end;
    }
}
