using RiskEngine.Core.Detection.Types.Level;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>level</c>: what events have raised and lowered since a time of day.</summary>
internal static class LevelType
{
    private static readonly KeySpec Measure = new("measure", DetectKeys.EventNumber, "What an event adds; a negative number takes away.")
    { Default = "value", Examples = ["'attributes.direction == \"in\" ? value : -value'"] };

    private static readonly KeySpec Reset = new("reset",
        new TextShape(20, "a time of day such as 04:00", @"^([01]?\d|2[0-3]):[0-5]\d$"), "The time of day at which the level is 0 again.")
    { Required = true, Examples = ["\"04:00\""] };

    private static readonly KeySpec TimeZone = ScheduleKeys.TimeZone with { Description = "Time zone of reset." };

    private static readonly KeySpec Lowest = new("lowest", new NumberShape(-1e9, 0), "The level never falls below it, whatever is taken away. Left out: it may.")
    { Examples = ["0"] };

    public static readonly RuleType Type = new("level", "Adds up what events raise and lower since a time of day, such as how many people are inside.",
        [Measure, Reset, TimeZone, Lowest], Read)
    { Stores = LevelDetection.Stored };

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var value = EventInput.Number(detect, Measure, scores);
        var time = ReadReset(detect);
        var zone = detect.Has(TimeZone) ? ZoneReader.Read(detect, TimeZone) : TimeZoneInfo.Utc;
        var lowest = detect.Has(Lowest) ? detect.Number(Lowest) : null;
        if (value is null || time is not { } reset || zone is null || (lowest is null && detect.Has(Lowest))) return null;
        var detection = new LevelDetection { Value = value, Reset = new DailyTime(reset, zone), Lowest = lowest };
        return new ReadDetection(_ => detection, NumberSet.Of(lowest is { } least ? Interval.All with { Low = least, LowIn = true } : Interval.All))
        {
            Meaning = $"level {value.Text} reset {detection.Reset} lowest {(lowest is { } bound ? Numbers.Write(bound) : "none")}",
        };
    }

    private static TimeOnly? ReadReset(MapReader detect)
    {
        if (detect.Scalar(Reset) is not { } scalar) return null;
        if (ScheduleReader.Hour(scalar.Value.Trim()) is { } time && scalar.Value.Trim() != "24:00") return time;
        var meant = ScheduleSlips.Hour(scalar.Value);
        detect.Report.Add(DiagnosticCodes.Schedule, scalar.Span, $"detect.reset {Quote.Of(scalar.Value)} is not a time of day",
            meant is null ? "write a time from 00:00 to 23:59, e.g. \"04:00\"" : $"write \"{meant}\"",
            meant is null || scalar.Span.Length < scalar.Value.Length ? null : TextEdit.Replace(scalar.Span, $"\"{meant}\""));
        return null;
    }
}
