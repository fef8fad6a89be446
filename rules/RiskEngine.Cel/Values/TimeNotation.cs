using System.Globalization;
using System.Text;

namespace RiskEngine.Cel.Values;

// RFC 3339 timestamps and Go-style durations as text.
internal static class TimeNotation
{
    public const long MinSeconds = -62_135_596_800;
    public const long MaxSeconds = 253_402_300_799;
    private const long NanosPerSecond = 1_000_000_000;

    public static CelValue Timestamp(Int128 seconds, long nanos)
    {
        if (seconds < MinSeconds || seconds > MaxSeconds)
            return CelValue.Fail(CelErrorCode.OutOfRange, "a timestamp lies between the years 1 and 9999");
        return CelValue.OfTimestamp((long)seconds, (int)nanos);
    }

    public static CelValue Duration(Int128 nanos) => nanos > long.MaxValue || nanos < long.MinValue
        ? CelValue.Fail(CelErrorCode.OutOfRange, "a duration is at most about 292 years")
        : CelValue.OfDurationNanos((long)nanos);

    public static CelValue ParseTimestamp(string text)
    {
        var at = 0;
        if (!Digits(text, ref at, 4, 9, out var year) || !Skip(text, ref at, '-') || !Digits(text, ref at, 2, 2, out var month)
            || !Skip(text, ref at, '-') || !Digits(text, ref at, 2, 2, out var day)
            || !(Skip(text, ref at, 'T') || Skip(text, ref at, 't') || Skip(text, ref at, ' '))
            || !Digits(text, ref at, 2, 2, out var hour) || !Skip(text, ref at, ':') || !Digits(text, ref at, 2, 2, out var minute)
            || !Skip(text, ref at, ':') || !Digits(text, ref at, 2, 2, out var second)
            || !Fraction(text, ref at, out var nanos) || !Offset(text, ref at, out var offset) || at != text.Length)
            return NotATimestamp(text);
        if (month is < 1 or > 12 || hour > 23 || minute > 59 || second > 59)
            return NotATimestamp(text);
        if (year is < 1 or > 9999)
            return CelValue.Fail(CelErrorCode.OutOfRange, "a timestamp lies between the years 1 and 9999");
        if (day < 1 || day > DateTime.DaysInMonth((int)year, (int)month))
            return NotATimestamp(text);
        return Timestamp((Calendar.DaysSinceEpoch(year, (int)month, (int)day) * 86_400) + (hour * 3600) + (minute * 60) + second - offset, nanos);
    }

    public static string FormatTimestamp(in CelValue value)
    {
        var local = Calendar.FromSeconds(value.AsTimestampSeconds());
        var text = new StringBuilder(30);
        text.Append(CultureInfo.InvariantCulture, $"{local.Year:0000}-{local.Month:00}-{local.Day:00}T{local.Hour:00}:{local.Minute:00}:{local.Second:00}");
        AppendNanos(text, value.AsTimestampNanos());
        return text.Append('Z').ToString();
    }

    public static CelValue ParseDuration(string text)
    {
        var at = 0;
        var negative = Skip(text, ref at, '-');
        if (!negative)
            Skip(text, ref at, '+');
        if (at == text.Length - 1 && text[at] == '0')
            return CelValue.OfDurationNanos(0);
        Int128 total = 0;
        var parts = 0;
        while (at < text.Length)
        {
            if (!Number(text, ref at, out var whole, out var fraction, out var scale) || !Unit(text, ref at, out var unit))
                return NotADuration(text);
            total += (whole * unit) + (fraction * unit / scale);
            if (total > (Int128)long.MaxValue + 1)
                return Duration(Int128.MaxValue);
            parts++;
        }
        return parts == 0 ? NotADuration(text) : Duration(negative ? -total : total);
    }

    public static string FormatDuration(long nanos)
    {
        var text = new StringBuilder(24);
        if (nanos < 0)
            text.Append('-');
        var magnitude = (ulong)(nanos < 0 ? -(Int128)nanos : nanos);
        text.Append(CultureInfo.InvariantCulture, $"{magnitude / NanosPerSecond}");
        var rest = (int)(magnitude % NanosPerSecond);
        if (rest != 0)
            text.Append('.').Append(rest.ToString("000000000", CultureInfo.InvariantCulture).TrimEnd('0'));
        return text.Append('s').ToString();
    }

    private static CelValue NotATimestamp(string text) =>
        CelValue.Fail(CelErrorCode.BadConversion, $"'{Shorten(text)}' is not a timestamp; write e.g. '2026-11-21T10:00:00Z'");

    private static CelValue NotADuration(string text) =>
        CelValue.Fail(CelErrorCode.BadConversion, $"'{Shorten(text)}' is not a duration; write e.g. '5m', '1h30m' or '250ms'");

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static void AppendNanos(StringBuilder text, int nanos)
    {
        if (nanos == 0)
            return;
        var digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1000 == 0 ? 6 : 9;
        text.Append('.').Append(nanos.ToString("000000000", CultureInfo.InvariantCulture).AsSpan(0, digits));
    }

    private static bool Skip(string text, ref int at, char expected)
    {
        if (at >= text.Length || text[at] != expected)
            return false;
        at++;
        return true;
    }

    private static bool Digits(string text, ref int at, int least, int most, out long value)
    {
        value = 0;
        var start = at;
        while (at < text.Length && at - start < most && char.IsAsciiDigit(text[at]))
            value = (value * 10) + text[at++] - '0';
        return at - start >= least;
    }

    private static bool Fraction(string text, ref int at, out long nanos)
    {
        nanos = 0;
        if (!Skip(text, ref at, '.'))
            return true;
        var start = at;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
        {
            if (at - start < 9)
                nanos = (nanos * 10) + text[at] - '0';
        }
        for (var i = at - start; i < 9; i++)
            nanos *= 10;
        return at > start;
    }

    private static bool Offset(string text, ref int at, out long seconds)
    {
        seconds = 0;
        if (Skip(text, ref at, 'Z') || Skip(text, ref at, 'z'))
            return true;
        var sign = Skip(text, ref at, '+') ? 1 : Skip(text, ref at, '-') ? -1 : 0;
        if (sign == 0 || !Digits(text, ref at, 2, 2, out var hours) || !Skip(text, ref at, ':') || !Digits(text, ref at, 2, 2, out var minutes))
            return false;
        seconds = sign * ((hours * 3600) + (minutes * 60));
        return hours < 24 && minutes < 60;
    }

    private static bool Number(string text, ref int at, out Int128 whole, out Int128 fraction, out Int128 scale)
    {
        (whole, fraction, scale) = (0, 0, 1);
        var digits = 0;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++, digits++)
        {
            if (digits > 19)
                return false;
            whole = (whole * 10) + text[at] - '0';
        }
        if (Skip(text, ref at, '.'))
        {
            for (; at < text.Length && char.IsAsciiDigit(text[at]); at++, digits++)
            {
                if (scale >= 1_000_000_000_000_000)
                    continue;
                fraction = (fraction * 10) + text[at] - '0';
                scale *= 10;
            }
        }
        return digits > 0;
    }

    private static bool Unit(string text, ref int at, out Int128 nanos)
    {
        var start = at;
        while (at < text.Length && text[at] != '.' && !char.IsAsciiDigit(text[at]))
            at++;
        nanos = text.AsSpan(start, at - start) switch
        {
            "h" => 3600 * NanosPerSecond,
            "m" => 60 * NanosPerSecond,
            "s" => NanosPerSecond,
            "ms" => 1_000_000,
            "us" or "µs" or "μs" => 1000,
            "ns" => 1,
            _ => 0,
        };
        return nanos != 0;
    }
}
