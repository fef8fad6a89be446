using RiskEngine.Core.Time;

namespace RiskEngine.Core.Rules;

/// <summary>When a rule looks at events: hours of the day on days of the week in one time zone.</summary>
/// <remarks>Hours past midnight belong to the day on which they start: with <c>fri</c> and 22:00-06:00, Saturday 03:00 is in. What the
/// calendar says of a day comes before its day of the week: holidays count as Sundays, working days at a weekend as the weekday beside them.</remarks>
public sealed class Schedule
{
    private readonly IReadOnlyList<HourRange> _hours;
    private readonly byte _days;
    private readonly TimeZoneInfo _zone;
    private readonly HolidayCalendar _calendar;

    /// <summary>Creates a schedule.</summary>
    /// <param name="text">As a rule author wrote it, normalised.</param>
    /// <param name="hours">Hours; none means the whole day.</param>
    /// <param name="days">Days of the week; none means every day.</param>
    /// <param name="zone">Time zone of both.</param>
    /// <param name="calendar">Days that are not what their day of the week says.</param>
    public Schedule(string text, IReadOnlyList<HourRange> hours, IEnumerable<DayOfWeek> days, TimeZoneInfo zone, HolidayCalendar calendar)
    {
        Text = text;
        _hours = hours;
        foreach (var day in days) _days |= (byte)(1 << (int)day);
        if (_days == 0) _days = 0x7F;
        _zone = zone;
        _calendar = calendar;
    }

    /// <summary>The schedule as text: two with equal text are the same.</summary>
    public string Text { get; }

    /// <summary>Whether a time lies in it.</summary>
    public bool Contains(EventTime at)
    {
        var utc = at.ToDateTimeOffset().UtcDateTime;
        var local = utc + _zone.GetUtcOffset(utc);
        var date = DateOnly.FromDateTime(local);
        if (_hours.Count == 0) return OnDay(date);

        var hour = TimeOnly.FromDateTime(local);
        foreach (var range in _hours)
        {
            if (range.PassesMidnight)
            {
                if ((hour >= range.From && OnDay(date)) || (hour < range.To && OnDay(date.AddDays(-1)))) return true;
            }
            else if (hour >= range.From && hour < range.To && OnDay(date))
            {
                return true;
            }
        }

        return false;
    }

    private bool OnDay(DateOnly date) => (_days & (1 << (int)_calendar.Like(date))) != 0;
}
