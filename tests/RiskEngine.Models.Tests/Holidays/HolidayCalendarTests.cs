using System.Globalization;
using RiskEngine.Core.Time;
using RiskEngine.Models.Auto;
using RiskEngine.Models.Holidays;
using Xunit;

namespace RiskEngine.Models.Tests.Holidays;

public sealed class HolidayCalendarTests
{
    [Theory]
    [InlineData("2026-10-01T09:30:00Z", "2026-10-04T09:30:00Z")]
    [InlineData("2026-10-01T00:00:00Z", "2026-10-04T00:00:00Z")]
    [InlineData("2026-10-02T00:00:00Z", "2026-10-02T00:00:00Z")]
    [InlineData("2027-05-01T12:00:00Z", "2027-05-02T12:00:00Z")]
    [InlineData("2031-05-01T12:00:00Z", "2031-05-04T12:00:00Z")]
    [InlineData("2026-11-01T12:00:00Z", "2026-11-01T12:00:00Z")]
    [InlineData("1960-05-01T12:00:00Z", "1960-05-01T12:00:00Z")]
    public void A_listed_day_counts_as_the_sunday_of_its_week(string time, string counts) =>
        Assert.Equal(Micros(counts), Read("# days off", "2026-10-01", "05-01  # every year", "").AsSunday(Micros(time)));

    [Fact]
    public void Days_begin_at_midnight_of_the_zone()
    {
        var calendar = Read("zone +08:00", "2026-10-01");
        Assert.Equal(Micros("2026-10-03T16:00:00Z"), calendar.AsSunday(Micros("2026-09-30T16:00:00Z")));
        Assert.Equal(Micros("2026-09-30T15:59:00Z"), calendar.AsSunday(Micros("2026-09-30T15:59:00Z")));
        Assert.Equal(Micros("2026-10-01T16:00:00Z"), calendar.AsSunday(Micros("2026-10-01T16:00:00Z")));
    }

    [Fact]
    public void Every_fault_is_told_with_its_line_and_remedy()
    {
        var faults = new List<string>();
        HolidayCalendar.Read(["2026-13-01", "05-01", "May 1", "zone 8", "02-30"], "days.txt", faults);
        Assert.Equal(
            [
                "days.txt:1: '2026-13-01' is no day; write e.g. '2026-10-01', or '05-01' for every year",
                "days.txt:3: 'May 1' is no day; write e.g. '2026-10-01', or '05-01' for every year",
                "days.txt:4: '8' is no offset from UTC; write e.g. 'zone +08:00'",
                "days.txt:5: '02-30' is no day; write e.g. '2026-10-01', or '05-01' for every year",
            ],
            faults);
    }

    [Fact]
    public void A_quiet_holiday_is_an_anomaly_without_a_calendar_and_none_with_it()
    {
        Assert.InRange(Best(new AutoModel()), 0.999, 1);
        Assert.InRange(Best(new AutoModel().With(Read("2026-05-07"))), 0, 0.998);
    }

    /// <summary>The highest score of Thursday, 7 May 2026, quiet as a Sunday, after nine weeks with busy weekdays.</summary>
    private static double Best(Core.Scoring.IModel model)
    {
        var scorer = model.Create(1);
        var random = new Random(1);
        var best = 0.0;
        for (var row = 0; row < 67 * 96; row++)
        {
            var at = EventTime.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)) + TimeSpan.FromMinutes(15 * row);
            var day = row / 96;
            var busy = day % 7 < 5 && day != 66 && row % 96 is >= 32 and < 72;
            var score = scorer.Observe(at, [(busy ? 900 : 300) + (15 * Noise.Normal(random))]).Value;
            if (day == 66 && row % 96 >= 32) best = Math.Max(best, score);
        }

        return best;
    }

    private static long Micros(string time) => EventTime.From(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)).Micros;

    private static HolidayCalendar Read(params string[] lines)
    {
        var faults = new List<string>();
        var calendar = HolidayCalendar.Read(lines, "days.txt", faults);
        Assert.Empty(faults);
        return calendar;
    }
}
