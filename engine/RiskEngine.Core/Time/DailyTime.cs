using System.Globalization;

namespace RiskEngine.Core.Time;

/// <summary>A time of day somewhere, which comes once a day.</summary>
/// <remarks>Where a clock that is put forward leaves it out, it comes as much later as that; where one that is put back has it twice, the first counts.</remarks>
/// <param name="Time">The local time.</param>
/// <param name="Zone">Where it is local.</param>
public sealed record DailyTime(TimeOnly Time, TimeZoneInfo Zone)
{
    /// <summary>The longest time from one to the next: a day on which a clock is put back.</summary>
    public static readonly TimeSpan LongestDay = TimeSpan.FromHours(25);

    /// <summary>When it comes next after a time.</summary>
    public EventTime After(EventTime at)
    {
        var utc = at.ToDateTimeOffset().UtcDateTime;
        var day = DateOnly.FromDateTime(utc + Zone.GetUtcOffset(utc));
        while (true)
        {
            if (On(day) is var next && next > at) return next;
            day = day.AddDays(1);
        }
    }

    /// <summary>Short, without a colon: <c>0400@Asia/Shanghai</c>.</summary>
    public override string ToString() => $"{Time.ToString("HHmm", CultureInfo.InvariantCulture)}@{Zone.Id}";

    private EventTime On(DateOnly day)
    {
        var local = day.ToDateTime(Time);
        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max()
            : Zone.IsInvalidTime(local) ? Zone.GetUtcOffset(local.AddDays(-1))
            : Zone.GetUtcOffset(local);
        return EventTime.From(new DateTimeOffset(local, TimeSpan.Zero) - offset);
    }
}
