using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Functions;

// Parts of timestamps and durations, with time zones.
internal static class TimeFunctions
{
    // Time zones that expressions name; bounded by the number of zones that exist.
    private static readonly ConcurrentDictionary<string, TimeZoneInfo> Zones = new();

    public static IEnumerable<FunctionEntry> Entries =>
    [
        Part("getFullYear", static local => local.Year),
        Part("getMonth", static local => local.Month - 1),
        Part("getDate", static local => local.Day),
        Part("getDayOfMonth", static local => local.Day - 1),
        Part("getDayOfWeek", static local => local.DayOfWeek),
        Part("getDayOfYear", static local => local.DayOfYear),
        Part("getHours", static local => local.Hour, perUnit: 3_600_000_000_000),
        Part("getMinutes", static local => local.Minute, perUnit: 60_000_000_000),
        Part("getSeconds", static local => local.Second, perUnit: 1_000_000_000),
        new("getMilliseconds", true, Signatures(withDuration: true)) { One = Milliseconds, Two = Milliseconds, Cost = 2 },
    ];

    public static CelValue Shift(in CelValue timestamp, Int128 nanos)
    {
        var total = ((Int128)timestamp.AsTimestampSeconds() * 1_000_000_000) + timestamp.AsTimestampNanos() + nanos;
        var (seconds, rest) = Int128.DivRem(total, 1_000_000_000);
        return rest < 0 ? TimeNotation.Timestamp(seconds - 1, (long)rest + 1_000_000_000) : TimeNotation.Timestamp(seconds, (long)rest);
    }

    public static CelValue Between(in CelValue later, in CelValue earlier) => TimeNotation.Duration(
        (((Int128)later.AsTimestampSeconds() - earlier.AsTimestampSeconds()) * 1_000_000_000) + later.AsTimestampNanos() - earlier.AsTimestampNanos());

    // Seconds east of UTC at a moment.
    public static bool TryOffset(string zone, long atSeconds, out long offset)
    {
        offset = 0;
        if (zone is "UTC" or "Z" or "")
            return zone.Length > 0;
        if (TryFixed(zone, out offset))
            return true;
        if (!TryZone(zone, out var rules))
            return false;
        offset = (long)rules.GetUtcOffset(DateTime.UnixEpoch.AddSeconds(atSeconds)).TotalSeconds;
        return true;
    }

    private static bool TryZone(string zone, [MaybeNullWhen(false)] out TimeZoneInfo rules)
    {
        if (Zones.TryGetValue(zone, out rules))
            return true;
        if (zone.Length > 64 || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out rules))
            return false;
        Zones.TryAdd(zone, rules);
        return true;
    }

    // "+02:00", "-09:30" and, as other implementations take it, "02:00".
    private static bool TryFixed(string zone, out long offset)
    {
        offset = 0;
        var digits = zone.AsSpan();
        var sign = digits[0] == '-' ? -1 : 1;
        if (digits[0] is '+' or '-')
            digits = digits[1..];
        if (digits.Length != 5 || digits[2] != ':' || !char.IsAsciiDigit(digits[0]) || !char.IsAsciiDigit(digits[1])
            || !char.IsAsciiDigit(digits[3]) || !char.IsAsciiDigit(digits[4]))
            return false;
        var hours = ((digits[0] - '0') * 10) + digits[1] - '0';
        var minutes = ((digits[3] - '0') * 10) + digits[4] - '0';
        offset = sign * ((hours * 3600L) + (minutes * 60));
        return hours < 24 && minutes < 60;
    }

    private static FunctionEntry Part(string name, Func<Calendar, long> read, long perUnit = 0) => new(name, true, Signatures(perUnit != 0))
    {
        One = (in a) => a.Kind switch
        {
            CelKind.Timestamp => CelValue.Of(read(Calendar.FromSeconds(a.AsTimestampSeconds()))),
            CelKind.Duration when perUnit != 0 => CelValue.Of(a.AsDurationNanos() / perUnit),
            _ => CelError.NoOverload(name, a.Kind).Pack(),
        },
        Two = (in a, in zone) =>
        {
            if (a.Kind != CelKind.Timestamp || zone.Kind != CelKind.String)
                return CelError.NoOverload(name, a.Kind, zone.Kind).Pack();
            return TryOffset(zone.AsString(), a.AsTimestampSeconds(), out var offset)
                ? CelValue.Of(read(Calendar.FromSeconds(a.AsTimestampSeconds() + offset)))
                : CelValue.Fail(CelErrorCode.UnknownTimeZone, zone.AsString());
        },
        Cost = 2,
    };

    private static CelValue Milliseconds(in CelValue a) => a.Kind switch
    {
        CelKind.Timestamp => CelValue.Of(a.AsTimestampNanos() / 1_000_000L),
        CelKind.Duration => CelValue.Of(a.AsDurationNanos() / 1_000_000 % 1000),
        _ => CelError.NoOverload("getMilliseconds", a.Kind).Pack(),
    };

    private static CelValue Milliseconds(in CelValue a, in CelValue zone)
    {
        if (a.Kind != CelKind.Timestamp || zone.Kind != CelKind.String)
            return CelError.NoOverload("getMilliseconds", a.Kind, zone.Kind).Pack();
        return TryOffset(zone.AsString(), a.AsTimestampSeconds(), out _) ? Milliseconds(a) : CelValue.Fail(CelErrorCode.UnknownTimeZone, zone.AsString());
    }

    private static Signature[] Signatures(bool withDuration)
    {
        var signatures = new List<Signature>
        {
            new(CelType.Int, [CelType.Timestamp]),
            new(CelType.Int, [CelType.Timestamp, CelType.String]),
        };
        if (withDuration)
            signatures.Add(new Signature(CelType.Int, [CelType.Duration]));
        return [.. signatures];
    }
}
