using System.Globalization;
using RiskEngine.Core.Time;
using RiskEngine.Models.Auto;
using RiskEngine.Models.Univariate;
using Xunit;

namespace RiskEngine.Models.Tests.Holidays;

public sealed class HolidayCalendarTests
{
    [Theory]
    [InlineData("2026-10-01T09:30:00Z", "2026-10-04T09:30:00Z")]
    [InlineData("2026-10-02T00:00:00Z", "2026-10-02T00:00:00Z")]
    [InlineData("2027-05-01T12:00:00Z", "2027-05-02T12:00:00Z")]
    [InlineData("2026-11-01T12:00:00Z", "2026-11-01T12:00:00Z")]
    [InlineData("2026-10-10T09:30:00Z", "2026-10-09T09:30:00Z")]
    [InlineData("2026-09-20T09:30:00Z", "2026-09-14T09:30:00Z")]
    [InlineData("1960-05-01T12:00:00Z", "1960-05-01T12:00:00Z")]
    public void A_listed_day_counts_as_another_of_its_week(string time, string counts) =>
        Assert.Equal(Micros(counts), InWeek(null, time, "2026-10-01", "05-01  # every year", "2026-10-10 workday", "2026-09-20 workday"));

    [Fact]
    public void Days_begin_at_midnight_of_the_calendar_s_zone()
    {
        string[] lines = ["zone +08:00", "2026-10-01"];
        Assert.Equal(Micros("2026-10-03T16:00:00Z"), InWeek(null, "2026-09-30T16:00:00Z", lines));
        Assert.Equal(Micros("2026-09-30T15:59:00Z"), InWeek(null, "2026-09-30T15:59:00Z", lines));
        Assert.Equal(Micros("2026-10-01T16:00:00Z"), InWeek(null, "2026-10-01T16:00:00Z", lines));
    }

    [Fact]
    public void Days_begin_at_midnight_of_the_model_s_zone_where_the_calendar_names_none()
    {
        Assert.Equal(Micros("2026-10-04T00:00:00Z"), InWeek("Asia/Shanghai", "2026-09-30T16:00:00Z", "2026-10-01"));
        Assert.Equal(Micros("2026-09-30T23:59:00Z"), InWeek("Asia/Shanghai", "2026-09-30T15:59:00Z", "2026-10-01"));
    }

    [Fact]
    public void A_quiet_holiday_is_an_anomaly_without_a_calendar_and_none_with_it()
    {
        Assert.InRange(Best(new AutoModel(), Thursday, works: false), 0.999, 1);
        Assert.InRange(Best(new AutoModel().With(Read("2026-05-07")), Thursday, works: false), 0, 0.998);
    }

    [Fact]
    public void A_busy_saturday_is_an_anomaly_without_a_calendar_and_none_with_it()
    {
        Assert.InRange(Best(new AutoModel(), Saturday, works: true), 0.999, 1);
        Assert.InRange(Best(new AutoModel().With(Read("2026-05-09 workday")), Saturday, works: true), 0, 0.998);
    }

    private const int Thursday = 66;
    private const int Saturday = 68;

    /// <summary>The highest score of one day, 7 or 9 May 2026, on which people work or do not, after nine weeks with busy weekdays.</summary>
    private static double Best(Core.Scoring.IModel model, int last, bool works)
    {
        var scorer = model.Create(1);
        var random = new Random(1);
        var best = 0.0;
        for (var row = 0; row < (last + 1) * 96; row++)
        {
            var at = EventTime.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)) + TimeSpan.FromMinutes(15 * row);
            var day = row / 96;
            var busy = (day == last ? works : day % 7 < 5) && row % 96 is >= 32 and < 72;
            var score = scorer.Observe(at, [(busy ? 900 : 300) + (15 * Noise.Normal(random))]).Value;
            if (day == last && row % 96 >= 32) best = Math.Max(best, score);
        }

        return best;
    }

    /// <summary>The local time, as if it were UTC, that a weekly profile looks up.</summary>
    private static long InWeek(string? zone, string time, params string[] lines)
    {
        var clock = PlaceClock.Of(zone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(zone), Read(lines));
        return clock.InWeek(Micros(time), clock.Local(Micros(time)));
    }

    private static long Micros(string time) => EventTime.From(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)).Micros;

    private static HolidayCalendar Read(params string[] lines)
    {
        var faults = new List<CalendarFault>();
        var calendar = HolidayCalendar.Read(lines, faults);
        Assert.Empty(faults);
        return calendar;
    }
}
