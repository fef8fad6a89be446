using RiskEngine.Core.Time;

namespace RiskEngine.Core.Rules;

/// <summary>When a rule looks at events: hours of the day on days of the week in one time zone.</summary>
/// <remarks>Hours past midnight belong to the day on which they start: with <c>fri</c> and 22:00-06:00, Saturday 03:00 is in. What the
/// calendar says of a day comes before its day of the week: holidays count as Sundays, working days at a weekend as the weekday beside them.</remarks>
public sealed class Schedule
{
    private const int WeekDays = 7;
    private const int MostDays = 3650;
    private static readonly TimeSpan Step = TimeSpan.FromDays(1);
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private readonly DayHours _hours;
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
        _hours = new DayHours(hours);
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
        var ofDay = local.TimeOfDay.Ticks;
        foreach (var (from, to) in On(DateOnly.FromDateTime(local)))
        {
            if (ofDay >= from && ofDay < to) return true;
        }

        return false;
    }

    /// <summary>How much of a stretch of time lies in it: what lies in two stretches side by side adds up.</summary>
    /// <param name="from">Start, included.</param>
    /// <param name="to">End, not included; where it is not later, there is nothing.</param>
    public TimeSpan Within(EventTime from, EventTime to)
    {
        var ticks = 0L;
        while (from < to)
        {
            var next = EventTime.Min(from + Step, to);
            var offset = OffsetAt(from);
            if (OffsetAt(new EventTime(next.Micros - 1)) != offset) next = ChangeAfter(from, offset);
            ticks += InLocal(from.ToDateTimeOffset().UtcTicks + offset.Ticks, next.ToDateTimeOffset().UtcTicks + offset.Ticks);
            from = next;
        }

        return new TimeSpan(ticks);
    }

    /// <summary>The first time at which so much of it lies behind a start.</summary>
    /// <param name="from">The start.</param>
    /// <param name="open">How much; where it is not above zero, that is the start.</param>
    /// <returns>The time; <see cref="EventTime.MaxValue"/> where it lies years ahead.</returns>
    public EventTime After(EventTime from, TimeSpan open)
    {
        var left = open.Ticks;
        for (var days = 0; left > 0; days++)
        {
            if (days > MostDays) return EventTime.MaxValue;
            var next = from + Step;
            var offset = OffsetAt(from);
            if (OffsetAt(new EventTime(next.Micros - 1)) != offset) next = ChangeAfter(from, offset);
            var start = from.ToDateTimeOffset().UtcTicks + offset.Ticks;
            var passed = InLocal(start, next.ToDateTimeOffset().UtcTicks + offset.Ticks);
            if (passed >= left) return from + new TimeSpan(LocalAfter(start, left) - start);
            left -= passed;
            from = next;
        }

        return from;
    }

    /// <summary>A stretch of time that is long enough to hold so much of it wherever it begins; up to a week of holidays are allowed for.</summary>
    public TimeSpan Spanning(TimeSpan open)
    {
        var week = 0L;
        for (var day = 0; day < WeekDays; day++)
        {
            foreach (var (from, to) in _hours.Of(IsOn((DayOfWeek)day), IsOn((DayOfWeek)((day + WeekDays - 1) % WeekDays)))) week += to - from;
        }

        return week == WeekDays * TimeSpan.TicksPerDay ? open : TimeSpan.FromDays(WeekDays * (Math.Ceiling((double)open.Ticks / week) + 2));
    }

    /// <summary>How many ticks of a stretch of local time, in which no clock is changed, lie in the schedule.</summary>
    private long InLocal(long from, long to)
    {
        var ticks = 0L;
        while (from < to)
        {
            var midnight = from - (from % TimeSpan.TicksPerDay);
            var end = Math.Min(to, midnight + TimeSpan.TicksPerDay);
            foreach (var (start, stop) in On(DateOnly.FromDateTime(new DateTime(midnight))))
            {
                ticks += Math.Max(0, Math.Min(end, midnight + stop) - Math.Max(from, midnight + start));
            }

            from = end;
        }

        return ticks;
    }

    /// <summary>The first local time at which so many ticks lie behind a start; they do before the clock is changed.</summary>
    private long LocalAfter(long from, long ticks)
    {
        while (true)
        {
            var midnight = from - (from % TimeSpan.TicksPerDay);
            foreach (var (start, stop) in On(DateOnly.FromDateTime(new DateTime(midnight))))
            {
                var begin = Math.Max(from, midnight + start);
                var open = Math.Max(0, midnight + stop - begin);
                if (open >= ticks) return begin + ticks;
                ticks -= open;
            }

            from = midnight + TimeSpan.TicksPerDay;
        }
    }

    /// <summary>The first quarter of an hour after a time at which the clock is another; one comes within a day.</summary>
    private EventTime ChangeAfter(EventTime from, TimeSpan offset)
    {
        var next = from.FloorTo(Quarter) + Quarter;
        while (OffsetAt(next) == offset) next += Quarter;
        return next;
    }

    private TimeSpan OffsetAt(EventTime at) => _zone.GetUtcOffset(at.ToDateTimeOffset().UtcDateTime);

    private ReadOnlySpan<(long From, long To)> On(DateOnly date) =>
        _hours.Of(IsOn(_calendar.Like(date)), date > DateOnly.MinValue && IsOn(_calendar.Like(date.AddDays(-1))));

    private bool IsOn(DayOfWeek day) => (_days & (1 << (int)day)) != 0;
}
