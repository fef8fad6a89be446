using System.Globalization;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Keys;

namespace RiskEngine.Rules.Cases;

/// <summary>Times in tests: a distance from the start, or a date and time with its zone.</summary>
internal static class TestTime
{
    private static readonly string[] Forms =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK"];

    public static EventTime? Parse(string text, EventTime? start)
    {
        var written = text.Trim();
        if (start is { } zero && Durations.TryParse(written, out var after)) return after <= Durations.Longest ? zero + after : null;
        var hasZone = written.EndsWith('Z') || (written.Length > 16 && written.AsSpan(16).IndexOfAny("+-") >= 0);
        return hasZone && DateTimeOffset.TryParseExact(written, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && time.Year is >= 1970 and < 2200
            ? EventTime.From(time)
            : null;
    }
}
