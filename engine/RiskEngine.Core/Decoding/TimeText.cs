using RiskEngine.Core.Time;

namespace RiskEngine.Core.Decoding;

/// <summary>Reads times that are RFC 3339 text. Whatever lies below a microsecond is cut off, towards the past.</summary>
/// <remarks>
/// A leap second (<c>23:59:60</c> UTC) becomes the last microsecond of its minute: it stays in its day and no later event overtakes it.
/// Benchmark: EventDecoderBenchmarks.
/// </remarks>
public static class TimeText
{
    private const long SecondMicros = 1_000_000;
    private const long MinuteMicros = 60 * SecondMicros;
    private const long DayMicros = 24 * 60 * MinuteMicros;
    private const int LeapSecond = 60;
    private const int LastMinuteOfDay = (24 * 60) - 1;

    private static readonly EventTime First = EventTime.From(DateTimeOffset.MinValue);
    private static readonly EventTime Last = EventTime.From(DateTimeOffset.MaxValue);

    /// <summary>Reads <c>2026-11-21T10:00:00.123Z</c>; a blank may stand for the T, letters may be small, any offset, any number of fraction digits.</summary>
    public static bool TryRfc3339(ReadOnlySpan<byte> text, out EventTime time)
    {
        time = default;
        if (text.Length < 20 || !HasSeparators(text)) return false;
        int year = Pair(text, 0), yearOfCentury = Pair(text, 2), month = Pair(text, 5), day = Pair(text, 8);
        int hour = Pair(text, 11), minute = Pair(text, 14), second = Pair(text, 17);
        if ((year | yearOfCentury | month | day | hour | minute | second) < 0) return false;
        year = (year * 100) + yearOfCentury;
        if (year == 0 || month is 0 or > 12 || day == 0 || hour > 23 || minute > 59 || second > LeapSecond) return false;
        if (day > 28 && day > DateTime.DaysInMonth(year, month)) return false;
        var zone = Fraction(text, out var fractionMicros);
        if (zone < 0 || !TryOffset(text[zone..], out var offsetMinutes)) return false;
        var minutes = (DaysFromEpoch(year, month, day) * 24 * 60) + (hour * 60) + minute - offsetMinutes;
        if (second == LeapSecond)
        {
            if (MinuteOfDay(minutes) != LastMinuteOfDay) return false;
            second = 59;
            fractionMicros = SecondMicros - 1;
        }

        time = new((minutes * MinuteMicros) + (second * SecondMicros) + fractionMicros);
        return InCalendar(time);
    }

    /// <summary>What may have been meant by something that is no time, in brackets and with a blank before it; empty where nothing comes to mind.</summary>
    /// <param name="text">The text without its quotes.</param>
    public static string Hint(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return " (a number in quotes? write it without them)";
        if (text.Length >= 20 && text[19] == (byte)',') return " (a comma before the fraction: write a point)";
        if (text.Length == 24 && HasSeparators(text) && text[^5] is (byte)'+' or (byte)'-') return " (the offset without a colon: write e.g. +08:00)";
        if (text.Length >= 17 && text[16] is (byte)'Z' or (byte)'z' or (byte)'+' or (byte)'-' && HasSeparators([.. text[..16], .. ":00"u8])) return " (the seconds are missing)";
        var isLocal = text.Length >= 16 && HasSeparators(text.Length >= 19 ? text : [.. text[..16], .. ":00"u8]) && !text[11..].ContainsAny("Zz+-"u8);
        return isLocal ? " (the offset is missing: write Z, or e.g. +08:00)" : "";
    }

    private static bool HasSeparators(ReadOnlySpan<byte> text) =>
        text[4] == '-' && text[7] == '-' && text[10] is (byte)'T' or (byte)'t' or (byte)' ' && text[13] == ':' && text[16] == ':';

    /// <summary>The number that two digits make; negative where they are none.</summary>
    private static int Pair(ReadOnlySpan<byte> text, int at)
    {
        var tens = (uint)(text[at] - '0');
        var ones = (uint)(text[at + 1] - '0');
        return tens <= 9 && ones <= 9 ? (int)((tens * 10) + ones) : -1;
    }

    /// <summary>Reads the fraction, if there is one.</summary>
    /// <returns>Where the offset starts; -1 where a point stands without digits.</returns>
    private static int Fraction(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        var at = 19;
        if (text[at] != '.') return at;
        at++;
        var weight = SecondMicros / 10;
        for (; at < text.Length && (uint)(text[at] - '0') <= 9; at++)
        {
            micros += (text[at] - '0') * weight;
            weight /= 10;
        }

        return at == 20 ? -1 : at;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1) return text[0] is (byte)'Z' or (byte)'z';
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':') return false;
        int hours = Pair(text, 1), rest = Pair(text, 4);
        if ((hours | rest) < 0 || hours > 23 || rest > 59) return false;
        minutes = (hours * 60) + rest;
        if (text[0] == '-') minutes = -minutes;
        return true;
    }

    /// <summary>Days since 1970-01-01 in the Gregorian calendar (Hinnant, chrono-compatible low-level date algorithms, 2013).</summary>
    private static long DaysFromEpoch(int year, int month, int day)
    {
        var y = month <= 2 ? year - 1 : year;
        var era = y / 400;
        var yearOfEra = y - (era * 400);
        var dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return ((long)era * 146097) + dayOfEra - 719468;
    }

    private static long MinuteOfDay(long minutes)
    {
        const long Day = DayMicros / MinuteMicros;
        var rest = minutes % Day;
        return rest < 0 ? rest + Day : rest;
    }

    private static bool InCalendar(EventTime time) => time >= First && time <= Last;
}
