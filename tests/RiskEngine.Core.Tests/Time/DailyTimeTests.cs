using System.Globalization;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Time;

public sealed class DailyTimeTests
{
    [Theory]
    [InlineData("04:00", "UTC", "2026-11-21T03:59:59.999999Z", "2026-11-21T04:00:00Z")]
    [InlineData("04:00", "UTC", "2026-11-21T04:00:00Z", "2026-11-22T04:00:00Z")]
    [InlineData("04:00", "Asia/Shanghai", "2026-11-20T19:59:00Z", "2026-11-20T20:00:00Z")]
    [InlineData("04:00", "Asia/Shanghai", "2026-11-20T20:00:00Z", "2026-11-21T20:00:00Z")]
    [InlineData("00:00", "America/New_York", "2026-11-21T04:59:00Z", "2026-11-21T05:00:00Z")]
    [InlineData("23:59", "Asia/Shanghai", "2026-11-21T15:59:00Z", "2026-11-22T15:59:00Z")]
    [InlineData("04:00", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T02:00:00Z")]
    [InlineData("04:00", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T03:00:00Z")]
    [InlineData("02:30", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z")]
    [InlineData("02:30", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("02:30", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    public void It_comes_once_a_day(string time, string zone, string at, string next)
    {
        var daily = new DailyTime(TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById(zone));
        Assert.Equal(At(next), daily.After(At(at)));
        Assert.True(daily.After(At(next)) - At(next) <= DailyTime.LongestDay);
    }

    private static EventTime At(string text) => EventTime.From(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture));
}
