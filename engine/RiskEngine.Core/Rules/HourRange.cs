namespace RiskEngine.Core.Rules;

/// <summary>A stretch of the day; past midnight where it ends before it starts.</summary>
/// <param name="From">Start, included.</param>
/// <param name="To">End, not included; 24:00 may be written as midnight.</param>
public readonly record struct HourRange(TimeOnly From, TimeOnly To)
{
    /// <summary>Whether it runs past midnight, or all day where both ends are equal.</summary>
    public bool PassesMidnight => To <= From;
}
