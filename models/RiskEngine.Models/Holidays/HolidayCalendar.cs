using System.Globalization;

namespace RiskEngine.Models.Holidays;

/// <summary>Days on which a place is as quiet, or as busy, as on a Sunday: seasonal profiles forecast them so.</summary>
/// <remarks>
/// A text file, one day a line: <c>2026-10-01</c>, or <c>05-01</c> for every year; <c>zone +08:00</c> says where the days begin (UTC without it);
/// <c>#</c> starts a comment. Immutable, shared by all scorers.
/// </remarks>
public sealed class HolidayCalendar
{
    private const long DayMicros = 86_400_000_000;
    private const int Week = 7;
    private const int Thursday = 3;
    private readonly HashSet<int> _days = [];
    private readonly HashSet<int> _yearly = [];
    private long _zoneMicros;

    private HolidayCalendar()
    {
    }

    /// <summary>How many lines name a day.</summary>
    public int Count => _days.Count + _yearly.Count;

    /// <summary>Reads a calendar; adds every fault with its line and a remedy.</summary>
    /// <param name="lines">The lines of the file.</param>
    /// <param name="name">What messages call the file.</param>
    /// <param name="faults">Where faults go.</param>
    public static HolidayCalendar Read(IEnumerable<string> lines, string name, ICollection<string> faults)
    {
        var calendar = new HolidayCalendar();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var text = line.Split('#')[0].Trim();
            if (text.Length > 0 && calendar.Fault(text) is { } fault) faults.Add($"{name}:{number}: {fault}");
        }

        return calendar;
    }

    /// <summary>The time to look up in a weekly profile: on a holiday the same hour of the Sunday of that week, else the time itself.</summary>
    /// <param name="micros">Microseconds since 1970 (UTC).</param>
    public long AsSunday(long micros)
    {
        var day = Math.DivRem(micros + _zoneMicros, DayMicros, out var rest);
        if (rest < 0) day--;
        return IsHoliday(day) ? micros + ((Week - 1 - ((day + Thursday) % Week)) * DayMicros) : micros;
    }

    private bool IsHoliday(long day)
    {
        if (day is < 0 or > int.MaxValue) return false;
        if (_days.Contains((int)day)) return true;
        if (_yearly.Count == 0 || day > LastDay) return false;
        var date = DateOnly.FromDayNumber((int)day + Epoch);
        return _yearly.Contains((date.Month * 100) + date.Day);
    }

    // 1970-01-01 was a Thursday.
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    private static readonly int LastDay = DateOnly.MaxValue.DayNumber - Epoch;

    private string? Fault(string text)
    {
        if (text.StartsWith("zone ", StringComparison.Ordinal)) return Zone(text[5..].Trim());
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) _days.Add(date.DayNumber - Epoch);
        else if (DateOnly.TryParseExact("2000-" + text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var yearly))
            _yearly.Add((yearly.Month * 100) + yearly.Day);
        else return $"'{text}' is no day; write e.g. '2026-10-01', or '05-01' for every year";
        return null;
    }

    private string? Zone(string text)
    {
        var sign = text.StartsWith('-') ? -1 : 1;
        if (!TimeSpan.TryParseExact(text.TrimStart('+', '-'), @"hh\:mm", CultureInfo.InvariantCulture, out var offset)
            || text is [not '+' and not '-', ..] || offset > TimeSpan.FromHours(14))
            return $"'{text}' is no offset from UTC; write e.g. 'zone +08:00'";
        _zoneMicros = sign * offset.Ticks / 10;
        return null;
    }
}
