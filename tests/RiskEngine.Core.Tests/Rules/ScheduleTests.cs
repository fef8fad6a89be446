using System.Globalization;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.Rules;

public sealed class ScheduleTests
{
    private const long Minute = 60_000_000;
    private static readonly string[] Zones = ["UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];

    /// <summary>Around changes of the clock too: whether each minute lies in it is asked of the local clock.</summary>
    [Fact]
    public void Time_within_is_the_sum_of_the_minutes_that_it_contains()
    {
        for (var seed = 0; seed < Effort.Of(200); seed++)
        {
            var random = new Random(seed);
            var (schedule, twin) = Make(random);
            var from = EventTime.From(new DateTimeOffset(2026, random.Next(3) switch { 0 => 3, 1 => 10, _ => 4 }, random.Next(1, 28), 0, 0, 0, TimeSpan.Zero)).Micros
                + (random.Next(0, 2000) * Minute);
            var to = from + (random.Next(0, 6000) * Minute);
            var (minutes, upToMiddle) = (0, 0);
            var middle = from + ((to - from) / Minute / 3 * Minute);
            for (var at = from; at < to; at += Minute)
            {
                var isIn = twin(new EventTime(at));
                Assert.Equal(isIn, schedule.Contains(new EventTime(at)));
                minutes += isIn ? 1 : 0;
                upToMiddle += isIn && at < middle ? 1 : 0;
            }

            Assert.Equal(TimeSpan.FromMinutes(minutes), schedule.Within(new EventTime(from), new EventTime(to)));
            Assert.Equal(TimeSpan.FromMinutes(upToMiddle), schedule.Within(new EventTime(from), new EventTime(middle)));
            Assert.Equal(TimeSpan.FromMinutes(minutes - upToMiddle), schedule.Within(new EventTime(middle), new EventTime(to)));
        }
    }

    [Fact]
    public void Parts_of_minutes_count_to_the_microsecond()
    {
        var schedule = new Schedule("", [Range("08:00-18:00")], [], TimeZoneInfo.Utc, HolidayCalendar.Empty);
        Assert.Equal(TimeSpan.FromMicroseconds(1), schedule.Within(At("2026-04-01T07:59:59.999999Z"), At("2026-04-01T08:00:00.000001Z")));
        Assert.Equal(TimeSpan.FromMicroseconds(2), schedule.Within(At("2026-04-01T17:59:59.999998Z"), At("2026-04-02T08:00:00Z")));
        Assert.Equal(TimeSpan.Zero, schedule.Within(At("2026-04-01T12:00:00Z"), At("2026-04-01T12:00:00Z")));
        Assert.Equal(TimeSpan.Zero, schedule.Within(At("2026-04-01T13:00:00Z"), At("2026-04-01T12:00:00Z")));
    }

    [Fact]
    public void Time_after_so_much_of_it_is_the_first_at_which_so_much_lies_behind()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (schedule, _) = Make(random);
            var from = At("2026-03-25T00:00:00Z") + TimeSpan.FromMinutes(random.Next(0, 300 * 24 * 60)) + TimeSpan.FromMicroseconds(random.Next(2) * random.Next(60_000_000));
            var open = TimeSpan.FromMicroseconds(random.NextInt64(1, 20_000_000_000));
            var after = schedule.After(from, open);
            if (after == EventTime.MaxValue)
            {
                Assert.Equal(TimeSpan.Zero, schedule.Within(from, from + TimeSpan.FromDays(30)));
                continue;
            }

            Assert.Equal(open, schedule.Within(from, after));
            Assert.Equal(open - TimeSpan.FromMicroseconds(1), schedule.Within(from, new EventTime(after.Micros - 1)));
            Assert.Equal(from, schedule.After(from, TimeSpan.Zero));
        }
    }

    /// <summary>However many holidays in a row: a week of them, as in the golden weeks of October.</summary>
    [Fact]
    public void What_spans_some_hours_holds_them_wherever_it_begins()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var (schedule, _) = Make(random);
            var open = TimeSpan.FromMinutes(random.Next(1, 5000));
            var span = schedule.Spanning(open);
            for (var hour = 0; hour < 30 * 24; hour += 5)
            {
                var from = At("2026-09-15T00:00:00Z") + TimeSpan.FromHours(hour);
                Assert.True(schedule.Within(from, from + span) >= open, $"{seed}: {open} in {span} from {from}");
            }
        }
    }

    private static (Schedule Schedule, Func<EventTime, bool> Twin) Make(Random random)
    {
        string[] ranges = ["08:00-18:00", "22:00-06:00", "05:30-07:15", "00:00-24:00", "18:00-24:00", "02:00-02:30", "23:59-00:01", "10:00-10:00"];
        HourRange[] hours = [.. ranges.Where(_ => random.Next(3) == 0).Select(Range)];
        DayOfWeek[] days = [.. Enum.GetValues<DayOfWeek>().Where(_ => random.Next(2) == 0)];
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Zones[random.Next(Zones.Length)]);
        var calendar = HolidayCalendar.Read(["2026-04-06", "2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05", "2026-10-10 workday"], []);
        return (new Schedule("", hours, days, zone, calendar), at =>
        {
            var local = TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), zone).DateTime;
            bool IsOn(DateOnly day) => days.Length == 0 || days.Contains(calendar.Like(day));
            var (date, hour) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
            if (hours.Length == 0) return IsOn(date);
            return hours.Any(range => range.PassesMidnight
                ? (hour >= range.From && IsOn(date)) || (hour < range.To && IsOn(date.AddDays(-1)))
                : hour >= range.From && hour < range.To && IsOn(date));
        }
        );
    }

    private static HourRange Range(string text) => new(Time(text[..5]), Time(text[6..]));

    private static TimeOnly Time(string text) => text == "24:00" ? TimeOnly.MinValue : TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);

    private static EventTime At(string text) => EventTime.From(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture));
}
