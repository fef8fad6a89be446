using RiskEngine.Core.Time;

namespace RiskEngine.Models.Univariate;

/// <summary>Which hour and which day of the week a time is where a series comes from.</summary>
/// <remarks>Local times are counted in microseconds as if there were no zones: a clock that is put forward leaves an hour out, one that is put back repeats
/// one. Owned by one profile; the difference to UTC is looked up once a quarter of an hour.</remarks>
/// <param name="zone">The zone of its hours and days; null for UTC.</param>
/// <param name="calendar">Days that are not what their day of the week says; null for none. Its days begin in a zone of its own where it names one.</param>
internal sealed class PlaceClock(TimeZoneInfo? zone, HolidayCalendar? calendar)
{
    private static readonly PlaceClock Utc = new(null, null);
    private const long DayMicros = 86_400_000_000;
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;
    private readonly ZoneOffset? _offset = zone is null ? null : new ZoneOffset(zone);
    private readonly ZoneOffset? _calendarOffset = calendar?.Zone is { } own ? new ZoneOffset(own) : null;

    /// <summary>The clock of a zone with a calendar; all of UTC without a calendar are one.</summary>
    public static PlaceClock Of(TimeZoneInfo? zone, HolidayCalendar? calendar) => zone is null && calendar is null ? Utc : new PlaceClock(zone, calendar);

    /// <summary>The name of the zone.</summary>
    public string Zone => zone?.Id ?? "UTC";

    /// <summary>The local time.</summary>
    /// <param name="micros">Microseconds since 1970 (UTC).</param>
    public long Local(long micros) => micros + (_offset?.At(micros) ?? 0);

    /// <summary>The local time to look up in a weekly profile: the same hour of the day of that week which this day is like.</summary>
    /// <param name="micros">Microseconds since 1970 (UTC).</param>
    /// <param name="local">Its local time.</param>
    public long InWeek(long micros, long local)
    {
        if (calendar is null) return local;
        var day = DayOf(_calendarOffset is null ? local : micros + _calendarOffset.At(micros));
        var number = day + Epoch;
        if (number < 0 || number > DateOnly.MaxValue.DayNumber) return local;
        var date = DateOnly.FromDayNumber((int)number);
        return local + ((FromMonday(calendar.Like(date)) - FromMonday(date.DayOfWeek)) * DayMicros);
    }

    private static long DayOf(long local) => local >= 0 ? local / DayMicros : ((local + 1) / DayMicros) - 1;

    private static int FromMonday(DayOfWeek day) => ((int)day + 6) % 7;

    /// <summary>What is added to UTC in one zone. Zones change at quarters of an hour.</summary>
    private sealed class ZoneOffset(TimeZoneInfo zone)
    {
        private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
        private static readonly long Earliest = EventTime.From(DateTimeOffset.MinValue).Micros;
        private static readonly long Latest = EventTime.From(DateTimeOffset.MaxValue).Micros;
        private EventTime _quarter = EventTime.MinValue;
        private long _offset;

        public long At(long micros)
        {
            var quarter = new EventTime(Math.Clamp(micros, Earliest, Latest)).FloorTo(Quarter);
            if (quarter == _quarter) return _offset;
            _quarter = quarter;
            return _offset = zone.GetUtcOffset(quarter.ToDateTimeOffset().UtcDateTime).Ticks / TimeSpan.TicksPerMicrosecond;
        }
    }
}
