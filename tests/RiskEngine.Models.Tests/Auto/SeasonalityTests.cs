using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;
using RiskEngine.Models.Auto;
using Xunit;

namespace RiskEngine.Models.Tests.Auto;

/// <summary>What <c>auto</c> expects when it is told which rhythm to go by.</summary>
public sealed class SeasonalityTests
{
    private static readonly EventTime Monday = EventTime.From(new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void None_expects_the_level_at_every_hour()
    {
        var (byNight, byDay) = ExpectedAfter(days: 20, Seasonality.None);
        Assert.InRange(Math.Abs(byDay - byNight), 0, 15);
        Assert.InRange(byDay, 15, 60);
    }

    [Fact]
    public void Daily_expects_each_hour_as_it_was_on_other_days()
    {
        var (byNight, byDay) = ExpectedAfter(days: 4, Seasonality.Daily);
        Assert.InRange(byNight, 5, 20);
        Assert.InRange(byDay, 65, 95);
    }

    [Fact]
    public void Weekly_expects_a_quiet_Sunday_and_daily_does_not()
    {
        const int EighthSunday = 55;
        var byWeek = Score(Fed(EighthSunday, Seasonality.Weekly), (EighthSunday * 24) + 12, 10).Expected;
        var byDay = Score(Fed(EighthSunday, Seasonality.Daily), (EighthSunday * 24) + 12, 10).Expected;
        Assert.InRange(byWeek, 5, 40);
        Assert.InRange(byDay, 50, 95);
    }

    private static (double ByNight, double ByDay) ExpectedAfter(int days, Seasonality seasonality)
    {
        var scorer = Fed(days, seasonality);
        var byNight = Score(scorer, (days * 24) + 3, 10).Expected;
        return (byNight, Score(scorer, (days * 24) + 12, 80).Expected);
    }

    /// <summary>80 by day and 10 by night, Sundays 10 all day; a reading an hour.</summary>
    private static IScorer Fed(int days, Seasonality seasonality)
    {
        var noise = new Random(1);
        var scorer = new AutoModel(seasonality: seasonality).Create(1);
        for (var hour = 0; hour < days * 24; hour++)
        {
            var isBusy = hour % 24 is >= 8 and < 18 && hour / 24 % 7 != 6;
            Score(scorer, hour, (isBusy ? 80 : 10) + noise.NextDouble());
        }

        return scorer;
    }

    private static Score Score(IScorer scorer, int hour, double value) => scorer.Observe(Monday + TimeSpan.FromHours(hour), [value]);
}
