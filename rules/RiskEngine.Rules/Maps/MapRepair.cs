using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Maps;

/// <summary>Reports keys that stand wrong or are written wrong, and reads on as if they stood and were written right: one slip does not cause a second finding.</summary>
internal static class MapRepair
{
    /// <summary>The map as it was meant; the same one where every key is known.</summary>
    public static YamlMap Read(YamlMap map, MapSpec spec, FileReport report)
    {
        if (map.Entries.TrueForAll(entry => spec.Find(entry.Key.Value) is not null)) return map;
        var meant = new List<YamlEntry>(map.Entries.Count);
        YamlMap? children = null;
        KeySpec? parent = null;
        foreach (var entry in map.Entries)
        {
            if (spec.Find(entry.Key.Value) is { } known)
            {
                parent = entry.Value is YamlScalar { IsNull: true } && HasKeys(known) ? known : null;
                children = null;
                meant.Add(entry);
            }
            else if (parent is not null && Holds(parent, entry.Key.Value, report.Keys))
            {
                ReportUnindented(entry, parent, map, report);
                if (children is null) meant[^1] = meant[^1] with { Value = children = new YamlMap([], entry.Key.Span) };
                children.Entries.Add(entry);
            }
            else if (UnknownKey.Report(entry, spec, map, report) is { } name)
            {
                meant.Add(entry with { Key = entry.Key with { Value = name } });
            }
        }

        return new YamlMap(meant, map.Span);
    }

    /// <summary><c>- yellow: …</c> under a key that wants a map: the hyphens are too much; null where the list is none of that kind.</summary>
    public static YamlMap? FromList(YamlList list, MapSpec spec, string name, FileReport report)
    {
        var entries = new List<YamlEntry>();
        foreach (var item in list.Items)
        {
            if (item is not YamlMap { Entries: [var only] } || spec.Find(only.Key.Value) is null || entries.Exists(entry => entry.Key.Value == only.Key.Value)) return null;
            entries.Add(only);
        }

        if (entries.Count == 0) return null;
        var edits = entries.Select(entry => HyphenBefore(entry.Key.Span, report)).OfType<TextEdit>().ToArray();
        report.Add(DiagnosticCodes.WrongShape, list.Span, $"{name} is a list, because its lines begin with '-'",
            "take the hyphen away from each of its lines", edits.Length == entries.Count ? edits : null);
        return new YamlMap(entries, list.Span);
    }

    /// <summary>The lines of an entry, to the last before the next one of its map.</summary>
    public static (int First, int Last) LinesOf(YamlEntry entry, YamlMap map, FileReport report)
    {
        var next = map.Entries.Where(other => other.Key.Span.Line > entry.Key.Span.Line).Select(other => (int?)other.Key.Span.Line).Min();
        var last = (next ?? report.Source.LineCount + 1) - 1;
        while (last > entry.Key.Span.Line && string.IsNullOrWhiteSpace(report.Source.Line(last))) last--;
        return (entry.Key.Span.Line, last);
    }

    private static TextEdit? HyphenBefore(SourceSpan key, FileReport report)
    {
        var before = report.Source.Line(key.Line)[..Math.Max(0, key.Column - 1)];
        var hyphen = before.LastIndexOf('-');
        return hyphen >= 0 && before.Trim() == "-" ? new TextEdit(key.Line, hyphen + 1, key.Column - hyphen - 1, "") : null;
    }

    private static void ReportUnindented(YamlEntry entry, KeySpec parent, YamlMap map, FileReport report)
    {
        var (first, last) = LinesOf(entry, map, report);
        var edits = Enumerable.Range(first, last - first + 1).Select(line => new TextEdit(line, 1, 0, "  ")).ToArray();
        report.Add(DiagnosticCodes.UnknownKey, entry.Key.Span, $"{entry.Key.Value} is not indented, so it does not belong to {parent.Name}", "put two blanks before it", edits);
    }

    private static bool HasKeys(KeySpec key) => key.Shape is MapShape or DetectShape or AnyShape;

    private static bool Holds(KeySpec parent, string name, KeyTable keys) => parent.Shape switch
    {
        MapShape map => map.Spec.Find(name) is not null,
        DetectShape => keys.Detect.Any(type => type.Find(name) is not null),
        AnyShape any => any.Choices.OfType<MapShape>().Any(map => map.Spec.Find(name) is not null),
        _ => false,
    };
}
