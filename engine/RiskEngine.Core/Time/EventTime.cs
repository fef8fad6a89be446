using System.Globalization;

namespace RiskEngine.Core.Time;

/// <summary>A point in event time: when something happened, whoever handles it and whenever.</summary>
/// <param name="Micros">Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.</param>
public readonly record struct EventTime(long Micros) : IComparable<EventTime>, ISpanFormattable
{
    /// <summary>Earlier than every event: the watermark of a task that has seen nothing.</summary>
    public static readonly EventTime MinValue = new(long.MinValue / 4);

    /// <summary>Later than every event: the watermark after the end of a bounded input.</summary>
    public static readonly EventTime MaxValue = new(long.MaxValue / 4);

    /// <summary>The first time that a calendar can show.</summary>
    private static readonly EventTime Earliest = From(DateTimeOffset.MinValue);

    /// <summary>The last time that a calendar can show.</summary>
    private static readonly EventTime Latest = From(DateTimeOffset.MaxValue);

    /// <summary>1970-01-01T00:00:00Z.</summary>
    public static readonly EventTime Epoch = new(0);

    /// <summary>Converts milliseconds since the Unix epoch.</summary>
    public static EventTime FromUnixMilliseconds(long millis) => new(millis * 1000);

    /// <summary>Converts a calendar time; fractions below a microsecond are cut off.</summary>
    public static EventTime From(DateTimeOffset time) => new((time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    /// <summary>Milliseconds since the Unix epoch, rounded down.</summary>
    public long UnixMilliseconds => Math.DivRem(Micros, 1000, out var rest) - (rest < 0 ? 1 : 0);

    /// <summary>The same instant in UTC. Only for times that a calendar can show (years 1 to 9999).</summary>
    public DateTimeOffset ToDateTimeOffset() =>
        new(DateTime.UnixEpoch.Ticks + (Micros * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>The start of the aligned slice of length <paramref name="size"/> that holds this time (slices start at the epoch).</summary>
    public EventTime FloorTo(TimeSpan size)
    {
        var width = size.Ticks / TimeSpan.TicksPerMicrosecond;
        var rest = Micros % width;
        return new(Micros - (rest < 0 ? rest + width : rest));
    }

    /// <summary>This time moved later by <paramref name="span"/>.</summary>
    public static EventTime operator +(EventTime time, TimeSpan span) => new(time.Micros + (span.Ticks / TimeSpan.TicksPerMicrosecond));

    /// <summary>This time moved earlier by <paramref name="span"/>.</summary>
    public static EventTime operator -(EventTime time, TimeSpan span) => new(time.Micros - (span.Ticks / TimeSpan.TicksPerMicrosecond));

    /// <summary>How much later the left time is.</summary>
    public static TimeSpan operator -(EventTime later, EventTime earlier) => new((later.Micros - earlier.Micros) * TimeSpan.TicksPerMicrosecond);

    /// <summary>Whether the left time is earlier.</summary>
    public static bool operator <(EventTime left, EventTime right) => left.Micros < right.Micros;

    /// <summary>Whether the left time is later.</summary>
    public static bool operator >(EventTime left, EventTime right) => left.Micros > right.Micros;

    /// <summary>Whether the left time is earlier or the same.</summary>
    public static bool operator <=(EventTime left, EventTime right) => left.Micros <= right.Micros;

    /// <summary>Whether the left time is later or the same.</summary>
    public static bool operator >=(EventTime left, EventTime right) => left.Micros >= right.Micros;

    /// <summary>The earlier of two times.</summary>
    public static EventTime Min(EventTime a, EventTime b) => a < b ? a : b;

    /// <summary>The later of two times.</summary>
    public static EventTime Max(EventTime a, EventTime b) => a > b ? a : b;

    /// <inheritdoc/>
    public int CompareTo(EventTime other) => Micros.CompareTo(other.Micros);

    /// <summary>RFC 3339 in UTC with milliseconds, and microseconds only where there are any; "-" before the year 1, "+" after 9999.</summary>
    public override string ToString() => ToString(null, null);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        Span<char> text = stackalloc char[32];
        return TryFormat(text, out var length, default, null) ? text[..length].ToString() : "?";
    }

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        if (this < Earliest) return "-".AsSpan().TryCopyTo(destination) ? (charsWritten = 1) > 0 : (charsWritten = 0) > 0;
        if (this > Latest) return "+".AsSpan().TryCopyTo(destination) ? (charsWritten = 1) > 0 : (charsWritten = 0) > 0;
        var shape = Micros % 1000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
        return ToDateTimeOffset().TryFormat(destination, out charsWritten, shape, CultureInfo.InvariantCulture);
    }
}
