using System.Globalization;

namespace RiskEngine.Core.Time;

/// <summary>Reads numbers that count from 1970-01-01T00:00:00Z. Their size tells their unit.</summary>
/// <remarks>
/// From 10^8, 10^11, 10^14 and 10^17 on, up to the next of these, a number counts seconds, milliseconds, microseconds and nanoseconds: the numbers of
/// 1973-03-03T09:46:40Z to 5138-11-16T09:46:40Z in each of them, so no plausible time lies in two. Benchmark: EventDecoderBenchmarks.
/// </remarks>
public static class UnixTime
{
    private const long FirstSeconds = 100_000_000;
    private const long FirstMillis = FirstSeconds * 1000;
    private const long FirstMicros = FirstMillis * 1000;
    private const long FirstNanos = FirstMicros * 1000;
    private const decimal Beyond = FirstNanos * 1000m;

    private static readonly EventTime First = EventTime.From(DateTimeOffset.MinValue);
    private static readonly EventTime Last = EventTime.From(DateTimeOffset.MaxValue);

    /// <summary>The unit that a number has by its size; null where it is too small or too large to be a time.</summary>
    public static UnixUnit? UnitOf(double number) => number switch
    {
        >= FirstSeconds and < FirstMillis => UnixUnit.Seconds,
        >= FirstMillis and < FirstMicros => UnixUnit.Milliseconds,
        >= FirstMicros and < FirstNanos => UnixUnit.Microseconds,
        >= FirstNanos and < (double)Beyond => UnixUnit.Nanoseconds,
        _ => null,
    };

    /// <summary>Reads a JSON number, with a fraction or an exponent too; what lies below a microsecond is cut off, towards the past.</summary>
    /// <param name="number">The number as it is written.</param>
    /// <param name="time">The time.</param>
    /// <param name="unit">What it was taken to count: milliseconds where it is too small to tell, as a clock that was never set sends them.</param>
    /// <returns>False where no calendar shows the time.</returns>
    public static bool TryRead(ReadOnlySpan<byte> number, out EventTime time, out UnixUnit unit)
    {
        (time, unit) = (default, UnixUnit.Milliseconds);
        if (number.Length <= 15 && long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && whole is >= FirstMillis and < FirstMicros)
        {
            time = EventTime.FromUnixMilliseconds(whole);
            return true;
        }

        if (!decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || value >= Beyond || value < -FirstMicros) return false;
        unit = value switch
        {
            >= FirstNanos => UnixUnit.Nanoseconds,
            >= FirstMicros => UnixUnit.Microseconds,
            >= FirstSeconds and < FirstMillis => UnixUnit.Seconds,
            _ => UnixUnit.Milliseconds,
        };
        time = new((long)Math.Floor(unit switch
        {
            UnixUnit.Seconds => value * 1_000_000m,
            UnixUnit.Microseconds => value,
            UnixUnit.Nanoseconds => value / 1000m,
            _ => value * 1000m,
        }));
        return time >= First && time <= Last;
    }
}
