using System.Globalization;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Inputs;

/// <summary>Reads <c>time</c>.</summary>
internal static class TimeFieldReader
{
    /// <summary>The time field; null where it is faulty, which is then reported.</summary>
    public static TimeField? Read(MapReader map, MappingExpressions expressions)
    {
        if (map.Node(InputKeys.Time) is not { } node) return null;
        if (node is not YamlMap)
        {
            return map.Scalar(InputKeys.Time) is { } scalar && expressions.Expression(map.PathOf(InputKeys.Time), scalar, InputKeys.TimeOf.Shape) is { } whole
                ? new TimeField(whole, TimeForm.Auto, null, null) : null;
        }

        if (map.Map(InputKeys.Time, InputKeys.TimeKeys) is not { } time) return null;
        var of = time.Scalar(InputKeys.TimeOf) is { } text ? expressions.Expression(time.PathOf(InputKeys.TimeOf), text, InputKeys.TimeOf.Shape) : null;
        var format = ReadFormat(time);
        var word = time.Has(InputKeys.TimeAs) ? time.Word(InputKeys.TimeAs) : null;
        var form = word is not null ? TimeWords.All.First(one => one.Word == word).Form : format is null ? TimeForm.Auto : TimeForm.Format;
        if (format is not null && word is not null)
        {
            map.Report.Add(DiagnosticCodes.Conflict, time.PlaceOf(InputKeys.TimeFormat), "time.as and time.format stand side by side", "keep one of the two");
            return null;
        }

        var clock = ReadClock(time);
        if (form == TimeForm.Local && clock is null)
        {
            if (!time.Has(InputKeys.TimeZone)) map.Report.AddMissing(time.PlaceOf(InputKeys.TimeAs), "time.zone is missing: local times are those of a zone",
                "add e.g. zone: Europe/Berlin");
            return null;
        }

        if (clock is not null && form is not (TimeForm.Auto or TimeForm.Local or TimeForm.Excel or TimeForm.Format))
        {
            map.Report.Add(DiagnosticCodes.Conflict, time.PlaceOf(InputKeys.TimeZone), $"time.zone does not go with time.as: {word}, which names instants", "delete zone");
            return null;
        }

        return of is null ? null : new TimeField(of, form, clock, format);
    }

    private static string? ReadFormat(MapReader time)
    {
        if (!time.Has(InputKeys.TimeFormat) || time.Text(InputKeys.TimeFormat) is not { } format) return null;
        try
        {
            var shown = new DateTimeOffset(2026, 11, 21, 22, 5, 9, TimeSpan.FromHours(1)).ToString(format, CultureInfo.InvariantCulture);
            if (format.Contains('y') && format.Contains('d')
                && DateTimeOffset.TryParseExact(shown, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)) return format;
        }
        catch (FormatException)
        {
            // Said below.
        }

        time.Report.Add(InputCodes.Time, time.PlaceOf(InputKeys.TimeFormat), $"time.format {Quote.Of(format)} is no form of a date and time",
            "write e.g. dd.MM.yyyy HH:mm:ss, with MM for months and mm for minutes");
        return null;
    }

    private static LocalClock? ReadClock(MapReader time)
    {
        var twice = time.Has(InputKeys.TimeAmbiguous) && time.Word(InputKeys.TimeAmbiguous) is { } word ? word switch
        {
            "later" => AmbiguousHour.Later,
            "reject" => AmbiguousHour.Reject,
            _ => AmbiguousHour.Earlier,
        }
        : AmbiguousHour.Earlier;
        if (!time.Has(InputKeys.TimeZone) || time.Text(InputKeys.TimeZone) is not { } name) return null;
        if (OffsetOf(name) is { } offset) return new LocalClock(TimeZoneInfo.CreateCustomTimeZone(name, offset, name, name), twice);
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)) return new LocalClock(zone, twice);
        time.Report.Add(InputCodes.Time, time.PlaceOf(InputKeys.TimeZone), $"time.zone {Quote.Of(name)} is not known on this system",
            Spelling.Nearest(name, TimeZoneInfo.GetSystemTimeZones().Select(one => one.Id)) is { } near ? $"did you mean '{near}'?"
                : "write a name of the tz database, e.g. Europe/Berlin, or an offset such as +08:00");
        return null;
    }

    /// <summary>An offset from UTC such as <c>-07:00</c>, up to 14 hours; null where the name is none.</summary>
    private static TimeSpan? OffsetOf(string name) =>
        name is ['+' or '-', ..] && TimeSpan.TryParseExact(name[1..], @"hh\:mm", CultureInfo.InvariantCulture, out var offset) && offset <= TimeSpan.FromHours(14)
            ? name[0] == '-' ? -offset : offset : null;
}
