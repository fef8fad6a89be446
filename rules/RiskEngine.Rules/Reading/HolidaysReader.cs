using RiskEngine.Core.Time;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Files;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads the calendar beside a rule: holidays and working days at weekends.</summary>
internal static class HolidaysReader
{
    private const int MostBytes = 256 * 1024;

    /// <summary>Reads it; empty where there is none or the file cannot be read, which is then reported, as all of its faults are.</summary>
    /// <param name="schedule">The schedule that names it.</param>
    /// <param name="zone">The zone of that schedule.</param>
    public static HolidayCalendar Read(MapReader schedule, TimeZoneInfo zone)
    {
        if (schedule.Scalar(ScheduleKeys.Holidays) is not { } scalar) return HolidayCalendar.Empty;
        var name = scalar.Value.Trim();
        if (name.Length == 0 || Path.IsPathRooted(name) || name.Contains("..", StringComparison.Ordinal))
        {
            schedule.Report.Add(DiagnosticCodes.Schedule, scalar.Span,
                $"schedule.holidays {Quote.Of(name)} is not a file beside the rule", "put the file beside the rule and write its name");
            return HolidayCalendar.Empty;
        }

        var file = Path.Combine(Path.GetDirectoryName(schedule.Report.Source.File) ?? "", name);
        var text = RuleFileText.Open(file, MostBytes);
        if (text.HasErrors)
        {
            schedule.Report.Add(DiagnosticCodes.Schedule, scalar.Span, $"schedule.holidays {Quote.Of(name)} cannot be read as text",
                "put the file beside the rule, one date such as 2026-10-01 on each line");
            return HolidayCalendar.Empty;
        }

        var faults = new List<CalendarFault>();
        var calendar = HolidayCalendar.Read(text.Source.Text.Split('\n'), faults);
        foreach (var fault in faults) schedule.Report.AddIn(text.Source, DiagnosticCodes.Schedule, fault.Line, fault.Message, fault.Remedy);
        CompareZones(schedule, scalar, calendar, zone);
        return calendar;
    }

    /// <summary>The days of a schedule begin where its hours do.</summary>
    private static void CompareZones(MapReader schedule, YamlScalar scalar, HolidayCalendar calendar, TimeZoneInfo zone)
    {
        if (calendar.Zone is not { } own || own.BaseUtcOffset == zone.BaseUtcOffset) return;
        schedule.Report.Add(DiagnosticCodes.Schedule, scalar.Span, $"the days of {Quote.Of(scalar.Value.Trim())} are those of {own.Id}, and the schedule's of {zone.Id}",
            own.Id.StartsWith('+') || own.Id.StartsWith('-') ? "write the time_zone in which those hours are" : $"write time_zone: {own.Id}");
    }
}
