using System.Globalization;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>schedule</c>.</summary>
internal static class ScheduleReader
{
    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    public static Schedule? Read(MapReader rule)
    {
        if (!rule.Has(ScheduleKeys.Schedule) || rule.Map(ScheduleKeys.Schedule, ScheduleKeys.Keys) is not { } map) return null;
        var hours = new List<HourRange>();
        foreach (var scalar in map.Scalars(ScheduleKeys.Hours, Shapes.Line, 24))
        {
            if (Hours(scalar.Value) is { } range)
            {
                hours.Add(range);
                if (range.From == range.To)
                {
                    map.Report.Add(DiagnosticCodes.NoEffect, scalar.Span, $"schedule.hours {Quote.Of(scalar.Value)} is the whole day, as it ends where it starts",
                        "take hours out for the whole day, or write other ends, e.g. \"22:00-06:00\"");
                }
            }
            else Report(map, scalar, $"schedule.hours {Quote.Of(scalar.Value)} is not a stretch of the day",
                ScheduleSlips.Hours(scalar.Value) is { } meant ? $"\"{meant}\"" : null, "write two times from 00:00 to 24:00, e.g. \"22:00-06:00\"");
        }

        var days = new SortedSet<DayOfWeek>();
        foreach (var scalar in map.Scalars(ScheduleKeys.Days, Shapes.Line, 7))
        {
            if (!AddDays(scalar.Value, days))
                Report(map, scalar, $"schedule.days {Quote.Of(scalar.Value)} names no days", ScheduleSlips.DaysOf(scalar.Value),
                    "days are mon, tue, wed, thu, fri, sat, sun and ranges such as mon-fri");
        }

        var zone = ZoneReader.Read(map, ScheduleKeys.TimeZone) ?? TimeZoneInfo.Utc;
        var holidays = HolidaysReader.Read(map, zone);
        if (!map.Has(ScheduleKeys.Hours) && !map.Has(ScheduleKeys.Days))
            map.Report.Add(DiagnosticCodes.Schedule, map.Span, "schedule gives neither hours nor days", "add hours: \"22:00-06:00\" or days: mon-fri");
        var text = string.Join(' ', hours.Select(range => $"{range.From:HH:mm}-{range.To:HH:mm}")) + " " + string.Join(' ', days) + " " + zone.Id + " "
            + string.Join(' ', holidays.Lines);
        return new Schedule(text, hours, days, zone, holidays);
    }

    private static void Report(MapReader map, YamlScalar scalar, string message, string? meant, string otherwise) =>
        map.Report.Add(DiagnosticCodes.Schedule, scalar.Span, message, meant is null ? otherwise : $"write {meant}",
            meant is null || scalar.Span.Length < scalar.Value.Length ? null : TextEdit.Replace(scalar.Span, meant));

    private static HourRange? Hours(string text)
    {
        var ends = text.Split('-', StringSplitOptions.TrimEntries);
        return ends.Length == 2 && Hour(ends[0]) is { } from && Hour(ends[1]) is { } to && ends[0] != "24:00" ? new HourRange(from, to) : null;
    }

    /// <summary>A time of day as 04:00 or 4:00; 24:00 is midnight. Null where it is none.</summary>
    public static TimeOnly? Hour(string text)
    {
        if (text == "24:00") return TimeOnly.MinValue;
        return TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
    }

    private static bool AddDays(string text, SortedSet<DayOfWeek> days)
    {
        foreach (var part in text.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || Day(ends[0]) is not { } from || Day(ends[^1]) is not { } to) return false;
            for (var day = from; ; day = (day + 1) % 7)
            {
                days.Add((DayOfWeek)day);
                if (day == to) break;
            }
        }

        return true;
    }

    private static int? Day(string text)
    {
        if (text.Length < 3) return null;
        var index = Array.FindIndex(DayNames, name => text.StartsWith(name, StringComparison.Ordinal));
        return index >= 0 && ((DayOfWeek)index).ToString().StartsWith(text, StringComparison.OrdinalIgnoreCase) ? index : null;
    }
}
