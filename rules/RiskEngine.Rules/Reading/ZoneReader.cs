using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads a time zone.</summary>
internal static class ZoneReader
{
    /// <summary>The zone that a key names; null where there is none, or a fault, which is then reported.</summary>
    public static TimeZoneInfo? Read(MapReader map, KeySpec key)
    {
        if (map.Scalar(key) is not { } scalar) return null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(scalar.Value.Trim(), out var zone)) return zone;
        var meant = ScheduleSlips.Zone(scalar.Value);
        map.Report.Add(DiagnosticCodes.Schedule, scalar.Span, $"{map.PathOf(key)} {Quote.Of(scalar.Value)} is not known here",
            $"write {meant ?? "a name such as Asia/Shanghai, Europe/Berlin or UTC"}",
            meant is null || scalar.Span.Length < scalar.Value.Length ? null : TextEdit.Replace(scalar.Span, meant));
        return null;
    }
}
