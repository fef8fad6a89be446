using System.Globalization;
using System.Text.RegularExpressions;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Reading;

/// <summary>What authors write for hours, days and time zones.</summary>
internal static partial class ScheduleSlips
{
    private static readonly Dictionary<string, string> Days = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mo"] = "mon", ["montag"] = "mon", ["lundi"] = "mon", ["lunes"] = "mon", ["周一"] = "mon", ["星期一"] = "mon",
        ["di"] = "tue", ["tu"] = "tue", ["dienstag"] = "tue", ["mardi"] = "tue", ["martes"] = "tue", ["周二"] = "tue", ["星期二"] = "tue",
        ["mi"] = "wed", ["we"] = "wed", ["mittwoch"] = "wed", ["mercredi"] = "wed", ["周三"] = "wed", ["星期三"] = "wed",
        ["do"] = "thu", ["th"] = "thu", ["donnerstag"] = "thu", ["jeudi"] = "thu", ["jueves"] = "thu", ["周四"] = "thu", ["星期四"] = "thu",
        ["fr"] = "fri", ["freitag"] = "fri", ["vendredi"] = "fri", ["viernes"] = "fri", ["周五"] = "fri", ["星期五"] = "fri",
        ["sa"] = "sat", ["samstag"] = "sat", ["sonnabend"] = "sat", ["samedi"] = "sat", ["周六"] = "sat", ["星期六"] = "sat",
        ["so"] = "sun", ["su"] = "sun", ["sonntag"] = "sun", ["dimanche"] = "sun", ["domingo"] = "sun",
        ["周日"] = "sun", ["星期日"] = "sun", ["周天"] = "sun", ["星期天"] = "sun",
        ["weekdays"] = "mon-fri", ["weekday"] = "mon-fri", ["workdays"] = "mon-fri", ["werktags"] = "mon-fri", ["工作日"] = "mon-fri",
        ["weekend"] = "sat-sun", ["weekends"] = "sat-sun", ["wochenende"] = "sat-sun", ["周末"] = "sat-sun", ["daily"] = "mon-sun", ["all"] = "mon-sun", ["everyday"] = "mon-sun",
    };

    private static readonly Dictionary<string, string> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["beijing"] = "Asia/Shanghai", ["peking"] = "Asia/Shanghai", ["china"] = "Asia/Shanghai", ["cst"] = "Asia/Shanghai", ["bjt"] = "Asia/Shanghai", ["utc+8"] = "Asia/Shanghai",
        ["gmt+8"] = "Asia/Shanghai", ["+08:00"] = "Asia/Shanghai", ["germany"] = "Europe/Berlin",
        ["munich"] = "Europe/Berlin", ["frankfurt"] = "Europe/Berlin", ["hamburg"] = "Europe/Berlin",
        ["cest"] = "Europe/Berlin", ["local"] = "Asia/Shanghai", ["chongqing"] = "Asia/Shanghai",
        ["shenzhen"] = "Asia/Shanghai", ["guangzhou"] = "Asia/Shanghai", ["guiyang"] = "Asia/Shanghai",
    };

    /// <summary>Hours as <c>22:00-06:00</c>; null where they cannot be told.</summary>
    public static string? Hours(string written)
    {
        var match = HourRange().Match(written.Replace('：', ':').Replace('–', '-').Replace('—', '-'));
        if (!match.Success || Time(match.Groups["from"], match.Groups["half"], isEnd: false) is not { } from
            || Time(match.Groups["to"], match.Groups["otherHalf"], isEnd: true) is not { } to)
        {
            return null;
        }

        return $"{from}-{to}";
    }

    /// <summary>One time of day as <c>04:00</c>; null where it cannot be told.</summary>
    public static string? Hour(string written)
    {
        var one = written.Trim();
        return one.Contains('-', StringComparison.Ordinal) ? null : one == "24:00" ? "00:00" : Hours($"{one}-{one}")?.Split('-')[0];
    }

    /// <summary>Days in their English names, a range or one of them; null where they cannot be told.</summary>
    public static string? DaysOf(string written)
    {
        var parts = written.Split(['-', '–'], StringSplitOptions.TrimEntries);
        if (parts.Length == 2) return Day(parts[0]) is { } from && Day(parts[1]) is { } to ? $"{from}-{to}" : null;
        return parts.Length == 1 ? Day(parts[0]) : null;
    }

    /// <summary>The time zone that is meant; null where it cannot be told.</summary>
    public static string? Zone(string written)
    {
        var city = written.Trim().Split('/')[^1].Replace(' ', '_');
        if (Zones.TryGetValue(written.Trim().Replace(" ", "", StringComparison.Ordinal), out var zone) || Zones.TryGetValue(city, out zone)) return zone;
        var all = TimeZoneInfo.GetSystemTimeZones().Select(known => known.Id).Where(id => id.Contains('/', StringComparison.Ordinal)).ToArray();
        return all.FirstOrDefault(id => id.Split('/')[^1].Equals(city, StringComparison.OrdinalIgnoreCase)) ?? Spelling.Nearest(written.Trim(), all);
    }

    private static string? Day(string written)
    {
        var word = written.Trim().TrimEnd('.').ToLowerInvariant();
        if (Days.TryGetValue(word, out var day)) return day;
        return Spelling.Nearest(word, DayNames) is { } near ? near[..3] : null;
    }

    private static readonly string[] DayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private static string? Time(Group clock, Group half, bool isEnd)
    {
        var parts = clock.Value.Split(':', '.', 'h');
        var minute = parts.Length > 1 && parts[1].Length > 0 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hour) || minute > 59) return null;
        if (half.Success) hour = (hour % 12) + (half.Value.StartsWith("p", StringComparison.OrdinalIgnoreCase) ? 12 : 0);
        if (isEnd && hour is > 24 and < 48) hour -= 24;
        return hour > 24 || (hour == 24 && !isEnd) ? null : string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}");
    }

    [GeneratedRegex(@"^\s*(?<from>\d{1,2}([:.h]\d{2})?h?)\s*(?<half>am|pm)?\s*(-|to|until|till|bis|至|到)\s*(?<to>\d{1,2}([:.h]\d{2})?h?)\s*(?<otherHalf>am|pm)?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HourRange();
}
