using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Desk;

/// <summary>Reads levels of the site path and points in time.</summary>
internal sealed class DeskPlaces(FileReport report, IReadOnlyList<string> areaLevels, int deskDepth)
{
    /// <summary>How many segments form the areas of the level that a key names; null where it is missing or faulty, which is then reported.</summary>
    public int? Depth(MapReader map, KeySpec key) => map.Scalar(key) is { } scalar ? DepthOf(scalar, map.PathOf(key)) : null;

    /// <summary>How many segments form the areas of a level. The areas of the desk may not be smaller: nobody sees more than one of them.</summary>
    public int? DepthOf(YamlScalar scalar, string path)
    {
        var depth = areaLevels.ToList().IndexOf(scalar.Value.Trim()) + 1;
        if (depth >= deskDepth) return depth;
        if (depth > 0)
        {
            report.Add(DeskCodes.Level, scalar.Span, $"{path} {Quote.Of(scalar.Value)} is larger than the areas of the desk, a {areaLevels[deskDepth - 1]} each",
                $"write {areaLevels[deskDepth - 1]} or a smaller level, or set Desk:AreaLevel to {scalar.Value}");
            return null;
        }

        var near = Spelling.Nearest(scalar.Value, areaLevels);
        report.Add(DeskCodes.Level, scalar.Span, $"{path} {Quote.Of(scalar.Value)} is no level of the site path: {Quote.List(areaLevels)}",
            near is null ? "write one of them" : $"did you mean '{near}'?", near is null ? null : TextEdit.Replace(scalar.Span, near));
        return null;
    }

    /// <summary>The time that a key gives; null where it is missing or faulty, which is then reported.</summary>
    public EventTime? Time(MapReader map, KeySpec key)
    {
        if (!map.Has(key) || map.Scalar(key) is not { } scalar) return null;
        if (TimeText.TryRfc3339(Encoding.UTF8.GetBytes(scalar.Value.Trim()), out var time)) return time;
        report.Add(DeskCodes.Time, scalar.Span, $"{map.PathOf(key)} {Quote.Of(scalar.Value)} is no time", "write e.g. 2026-11-21T10:00:00Z or 2026-11-21T18:00:00+08:00");
        return null;
    }
}
