using System.Globalization;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Time;

public sealed class HolidayCalendarTests
{
    [Theory]
    [InlineData("2026-10-01", DayOfWeek.Sunday)]
    [InlineData("2026-10-02", DayOfWeek.Sunday)]
    [InlineData("2026-10-05", DayOfWeek.Monday)]
    [InlineData("2026-10-10", DayOfWeek.Friday)]
    [InlineData("2026-09-20", DayOfWeek.Monday)]
    [InlineData("2026-10-17", DayOfWeek.Saturday)]
    [InlineData("2027-05-01", DayOfWeek.Sunday)]
    [InlineData("2031-05-01", DayOfWeek.Sunday)]
    [InlineData("2028-05-01", DayOfWeek.Monday)]
    [InlineData("1960-05-01", DayOfWeek.Sunday)]
    [InlineData("2028-02-29", DayOfWeek.Sunday)]
    public void Day_is_like_what_its_line_says(string date, DayOfWeek like)
    {
        var calendar = Read(
            "# days off", "2026-10-01", "2026-10-02 holiday National Day # second", "2026-10-10 Workday",
            "2026-09-20\tworkday instead of 2 October", "05-01  # every year", "", "02-29 holiday", "2028-05-01 workday");
        Assert.Equal(like, calendar.Like(Date(date)));
    }

    [Fact]
    public void Calendars_with_equal_lines_name_equal_days()
    {
        string[] lines = ["05-01", "2026-10-01", "2026-10-10 workday"];
        var calendar = Read("2026-10-10 workday bridge", "05-01 holiday", "2026-10-01 holiday National Day", "2026-10-01", "zone +08:00");
        Assert.Equal(lines, calendar.Lines);
        Assert.Equal(lines, Read([.. calendar.Lines]).Lines);
        Assert.Equal(3, calendar.Count);
        Assert.Empty(HolidayCalendar.Empty.Lines);
    }

    [Theory]
    [InlineData("zone +08:00", 480)]
    [InlineData("zone -03:30", -210)]
    [InlineData("Zone Asia/Shanghai", 480)]
    [InlineData("2026-10-01", null)]
    public void Zone_says_where_days_begin(string line, int? minutes) => Assert.Equal(minutes, (int?)Read(line).Zone?.BaseUtcOffset.TotalMinutes);

    [Fact]
    public void Every_fault_is_told_with_its_line_and_remedy()
    {
        var faults = new List<CalendarFault>();
        var calendar = HolidayCalendar.Read(
            [
                "2026-13-01", "05-01", "May 1", "zone 8", "02-30", "2026/10/1", "2026-10-10 workdya", "2026-10-01", "2026-10-01 workday", "05-01 workday",
                "zone Asia/Shanghai", "zone Europe/Berlin", "zone +15:00",
            ],
            faults);
        Assert.Equal(
            [
                "1: '2026-13-01' is no day; write e.g. '2026-10-01', or '05-01' for every year",
                "3: 'May' is no day; write e.g. '2026-10-01', or '05-01' for every year",
                "4: '8' is no time zone; write e.g. 'zone Asia/Shanghai' or 'zone +08:00'",
                "5: '02-30' is no day; write e.g. '2026-10-01', or '05-01' for every year",
                "6: '2026/10/1' is no day; write e.g. '2026-10-01', or '05-01' for every year",
                "7: 'workdya' is neither holiday nor workday; write '2026-10-10 holiday', with a name behind it where wanted, "
                    + "or '2026-10-10 workday' for a working day at a weekend",
                "9: '2026-10-01' is a holiday in a line before; delete one of the two lines",
                "10: '05-01' is a holiday in a line before; delete one of the two lines",
                "12: 'Asia/Shanghai' is the zone in a line before; delete one of the two lines",
                "13: '+15:00' is no time zone; write e.g. 'zone Asia/Shanghai' or 'zone +08:00'",
            ],
            faults.Select(fault => $"{fault.Line}: {fault.Message}; {fault.Remedy}"));
        Assert.Equal(2, calendar.Count);
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static HolidayCalendar Read(params string[] lines)
    {
        var faults = new List<CalendarFault>();
        var calendar = HolidayCalendar.Read(lines, faults);
        Assert.Empty(faults);
        return calendar;
    }
}
