using System.Globalization;

namespace RiskEngine.Core.Time;

/// <summary>Days that are not what their day of the week says: holidays, which are like Sundays, and working days at a weekend that make up for them.</summary>
/// <remarks>
/// A text file, one day a line: <c>2026-10-01</c>, <c>2026-10-01 holiday National Day</c>, <c>2026-10-10 workday</c>, <c>05-01</c> for every year; <c>#</c>
/// starts a comment. A line <c>zone Asia/Shanghai</c> or <c>zone +08:00</c> says where the days begin; without it that is said by whoever asks. What is
/// said of one date comes before what is said of every year. Immutable.
/// </remarks>
public sealed class HolidayCalendar
{
    /// <summary>A calendar that names no day.</summary>
    public static readonly HolidayCalendar Empty = new();

    private readonly Dictionary<DateOnly, bool> _days = [];
    private readonly Dictionary<(int Month, int Day), bool> _yearly = [];

    private HolidayCalendar()
    {
    }

    /// <summary>How many days it names, one of every year counted once.</summary>
    public int Count => _days.Count + _yearly.Count;

    /// <summary>Where its days begin; null where it does not say.</summary>
    public TimeZoneInfo? Zone { get; private set; }

    /// <summary>Its days in order, as one would write them in the fewest words: two calendars with equal lines name equal days.</summary>
    public IEnumerable<string> Lines =>
        _days.Select(day => Line(day.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day.Value))
            .Concat(_yearly.Select(day => Line(string.Create(CultureInfo.InvariantCulture, $"{day.Key.Month:00}-{day.Key.Day:00}"), day.Value)))
            .Order(StringComparer.Ordinal);

    /// <summary>Reads a calendar; adds every fault with its line and a remedy.</summary>
    /// <param name="lines">The lines of the file.</param>
    /// <param name="faults">Where faults go.</param>
    public static HolidayCalendar Read(IEnumerable<string> lines, ICollection<CalendarFault> faults)
    {
        var calendar = new HolidayCalendar();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var text = line.Split('#')[0].Trim();
            if (text.Length > 0 && calendar.Add(text) is { } fault) faults.Add(new CalendarFault(number, fault.Message, fault.Remedy));
        }

        return calendar;
    }

    /// <summary>The day of the week that a day is like: Sunday for a holiday; for a working day at a weekend the weekday beside it, Friday or Monday.</summary>
    public DayOfWeek Like(DateOnly date)
    {
        if (!_days.TryGetValue(date, out var works) && !(_yearly.Count > 0 && _yearly.TryGetValue((date.Month, date.Day), out works))) return date.DayOfWeek;
        return (works, date.DayOfWeek) switch
        {
            (false, _) => DayOfWeek.Sunday,
            (true, DayOfWeek.Saturday) => DayOfWeek.Friday,
            (true, DayOfWeek.Sunday) => DayOfWeek.Monday,
            (true, var weekday) => weekday,
        };
    }

    private static string Line(string day, bool works) => works ? day + " workday" : day;

    private (string Message, string Remedy)? Add(string text)
    {
        var words = text.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        if (words[0].Equals("zone", StringComparison.OrdinalIgnoreCase)) return SetZone(text[4..].Trim());
        var isDated = DateOnly.TryParseExact(words[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        if (!isDated && !DateOnly.TryParseExact("2000-" + words[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
            return ($"'{words[0]}' is no day", $"write e.g. '{Meant(words[0]) ?? "2026-10-01"}', or '05-01' for every year");
        if (Works(words) is not { } works)
        {
            return ($"'{words[1]}' is neither holiday nor workday",
                $"write '{words[0]} holiday', with a name behind it where wanted, or '{words[0]} workday' for a working day at a weekend");
        }

        var before = isDated ? Known(_days, date, works) : Known(_yearly, (date.Month, date.Day), works);
        return before == works ? null : ($"'{words[0]}' is a {(works ? "holiday" : "workday")} in a line before", "delete one of the two lines");
    }

    private static bool? Works(string[] words) => words.Length == 1 ? false : words[1].ToLowerInvariant() switch
    {
        "holiday" => false,
        "workday" => true,
        _ => null,
    };

    /// <summary>Notes what a day is, unless that is known.</summary>
    /// <returns>What it is.</returns>
    private static bool Known<TDay>(Dictionary<TDay, bool> days, TDay day, bool works)
        where TDay : notnull
    {
        days.TryAdd(day, works);
        return days[day];
    }

    /// <summary>What is probably meant by <c>2026/10/1</c>, <c>20261001</c> and the like.</summary>
    private static string? Meant(string written) =>
        DateOnly.TryParseExact(written, ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null;

    private (string Message, string Remedy)? SetZone(string text)
    {
        var zone = Offset(text) ?? (text.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var found) ? found : null);
        if (zone is null) return ($"'{text}' is no time zone", "write e.g. 'zone Asia/Shanghai' or 'zone +08:00'");
        if (Zone is not null && !Zone.Equals(zone)) return ($"'{Zone.Id}' is the zone in a line before", "delete one of the two lines");
        Zone = zone;
        return null;
    }

    private static TimeZoneInfo? Offset(string text)
    {
        if (text is not ['+' or '-', .. var digits] || !TimeSpan.TryParseExact(digits, @"hh\:mm", CultureInfo.InvariantCulture, out var offset)) return null;
        return offset > TimeSpan.FromHours(14) ? null : TimeZoneInfo.CreateCustomTimeZone(text, text[0] == '-' ? -offset : offset, text, text);
    }
}
