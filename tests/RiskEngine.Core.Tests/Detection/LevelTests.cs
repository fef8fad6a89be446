using RiskEngine.Core.Detection.Types.Level;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>The edges of level, one by one; it begins anew ten seconds after the start of the streams.</summary>
public sealed class LevelTests
{
    [Fact]
    public void Event_at_the_reset_counts_to_what_begins_then() =>
        Assert.Equal(
            ["5s rule gm-1 Yellow 5", "10s rule gm-1 end 0", "10s rule gm-1 Yellow 4"],
            YellowRule.Run(YellowRule.Of(Level(null), 3), 20, [(5, 5), (10, 4)]));

    [Fact]
    public void Reset_ends_an_alert_without_an_event() =>
        Assert.Equal(["5s rule gm-1 Yellow 5", "10s rule gm-1 end 0"], YellowRule.Run(YellowRule.Of(Level(null), 3), 20, [(5, 5)]));

    [Fact]
    public void Next_reset_comes_a_day_later() =>
        Assert.Equal(
            ["11s rule gm-1 Yellow 5", "86410s rule gm-1 end 0"],
            YellowRule.Run(YellowRule.Of(Level(null), 3), 90_000, [(11, 5), (40_000, 1), (86_409, -1)]));

    [Fact]
    public void What_is_taken_away_below_the_lowest_level_is_not_owed()
    {
        Assert.Equal(["2s rule gm-1 Yellow 5"], YellowRule.Run(YellowRule.Of(Level(0), 3), 9, [(1, -4), (2, 5)]));
        Assert.Empty(YellowRule.Run(YellowRule.Of(Level(null), 3), 9, [(1, -4), (2, 5)]));
        Assert.Equal(["3s rule gm-1 Yellow 3"], YellowRule.Run(YellowRule.Of(Level(-2), 3), 9, [(1, -4), (2, 4), (3, 1)]));
    }

    private static LevelDetection Level(double? lowest) => new()
    {
        Value = EventNumber.Value, Reset = new DailyTime(new TimeOnly(10, 0, 10), TimeZoneInfo.Utc), Lowest = lowest,
    };
}
