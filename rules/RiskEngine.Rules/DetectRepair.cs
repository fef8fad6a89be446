using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Reading;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules;

/// <summary>Gathers the keys of <c>detect</c> that stand beside it, and a type without its key, into what was meant; each is reported.</summary>
internal static class DetectRepair
{
    /// <summary>The rule with its <c>detect</c> in order; the same one where there is nothing to gather.</summary>
    public static YamlNode Read(YamlNode root, IReadOnlyList<RuleType> types, FileReport report)
    {
        if (root is not YamlMap map) return root;
        if (map is { Entries: [{ Value: YamlMap inner } only] } && only.Key.Value is "rule" or "alert" && inner.Find("detect") is not null)
        {
            ReportWrapper(only, inner, report);
            map = inner;
        }

        var detect = map.Find(RuleKeys.Detect.Name);
        var name = TypeName(map, detect);
        if (types.FirstOrDefault(known => known.Name == name) is not { } type) return map;
        var strays = map.Entries.Where(entry => RuleKeys.Rule.Find(entry.Key.Value) is null && type.Map.Find(entry.Key.Value) is not null
            && !IsUnderEmpty(entry, map)).ToArray();
        return detect?.Value switch
        {
            YamlScalar scalar => Named(map, scalar, strays, report),
            YamlMap body when strays.Length > 0 => Moved(map, body, strays, type, report),
            null when strays.Any(stray => stray.Key.Value == DetectKeys.Type.Name) => Named(map, null, strays, report),
            _ => map,
        };
    }

    /// <summary>The type that <c>detect</c> names, or that stands beside it.</summary>
    private static string? TypeName(YamlMap map, YamlEntry? detect) => detect?.Value switch
    {
        YamlMap body => (body.Find(DetectKeys.Type.Name)?.Value as YamlScalar)?.Value,
        YamlScalar { IsNull: false } scalar => scalar.Value,
        null => (map.Find(DetectKeys.Type.Name)?.Value as YamlScalar)?.Value,
        _ => null,
    };

    /// <summary>Whether it follows a key without a value, as its child without indentation.</summary>
    private static bool IsUnderEmpty(YamlEntry entry, YamlMap map)
    {
        var at = map.Entries.IndexOf(entry);
        while (at > 0 && RuleKeys.Rule.Find(map.Entries[at].Key.Value) is null) at--;
        return map.Entries[at].Value is YamlScalar { IsNull: true };
    }

    /// <summary><c>detect: threshold</c>, or <c>type: threshold</c> without <c>detect</c>.</summary>
    private static YamlMap Named(YamlMap map, YamlScalar? named, YamlEntry[] strays, FileReport report)
    {
        var parts = strays.ToList();
        if (named is not null) parts.Insert(0, new YamlEntry(named with { Value = DetectKeys.Type.Name }, named));
        var place = named?.Span ?? parts.First(part => part.Key.Value == DetectKeys.Type.Name).Key.Span;
        var text = Flow(parts, report);
        var edits = new List<TextEdit>();
        if (text is not null && named is not null) edits.AddRange(TextEdit.Replace(named.Span, text));
        foreach (var stray in text is null ? [] : strays)
        {
            var (line, last) = MapRepair.LinesOf(stray, map, report);
            if (named is null && stray.Key.Span == place) edits.Add(new TextEdit(line, 1, report.Source.Line(line).Length, $"detect: {text}"));
            else for (var i = line; i <= last; i++) edits.Add(new TextEdit(i, 1, report.Source.Line(i).Length + 1, ""));
        }

        report.Add(named is null ? DiagnosticCodes.UnknownKey : DiagnosticCodes.WrongShape, place,
            named is null ? "type stands in detect, not beside it"
                : $"detect is the text {Quote.Of(named.Value)}, which is a rule type", $"write detect: {text ?? "{type: …} with its keys"}", edits);
        var body = new YamlMap(parts, place);
        var detect = new YamlEntry(new YamlScalar(RuleKeys.Detect.Name, YamlScalarStyle.Plain, map.Find(RuleKeys.Detect.Name)?.Key.Span ?? place), body);
        return new YamlMap([.. map.Entries.Where(entry => entry.Key.Value != RuleKeys.Detect.Name && !strays.Contains(entry)), detect], map.Span);
    }

    /// <summary>Keys beside a <c>detect</c> that has a type.</summary>
    private static YamlMap Moved(YamlMap map, YamlMap body, YamlEntry[] strays, RuleType type, FileReport report)
    {
        var isFlow = report.Source.Line(body.Span.Line).AsSpan(Math.Max(0, body.Span.Column - 1)).StartsWith("{");
        foreach (var stray in strays)
        {
            var line = report.Source.Line(body.Span.Line);
            var end = YamlText.EndOfContent(line);
            var text = Flow([stray], report)?[1..^1];
            var canInsert = isFlow && text is not null && end > 0 && line[end - 1] == '}' && YamlText.OpenAt(line, end).Length == 0;
            var edits = new List<TextEdit>();
            var (first, last) = MapRepair.LinesOf(stray, map, report);
            if (canInsert) edits.Add(new TextEdit(body.Span.Line, end, 0, $", {text}"));
            for (var i = first; canInsert && i <= last; i++) edits.Add(new TextEdit(i, 1, report.Source.Line(i).Length + 1, ""));
            report.Add(DiagnosticCodes.UnknownKey, stray.Key.Span, $"{stray.Key.Value} belongs into detect, not beside it",
                canInsert ? $"write {line[..(end - 1)].Trim()}, {text}}}" : $"move it into detect, indented like type: {type.Name}", edits);
        }

        var whole = body with { Entries = [.. body.Entries, .. strays.Where(stray => body.Find(stray.Key.Value) is null)] };
        return new YamlMap([.. map.Entries.Where(entry => !strays.Contains(entry)).Select(
            entry => entry.Key.Value == RuleKeys.Detect.Name ? entry with { Value = whole } : entry)], map.Span);
    }

    private static void ReportWrapper(YamlEntry wrapper, YamlMap inner, FileReport report)
    {
        var edits = new List<TextEdit>();
        var indent = inner.Span.Column - 1;
        var head = wrapper.Key.Span.Line;
        if (inner.Span.Line > head && report.Source.Line(head).Trim() == $"{wrapper.Key.Value}:")
        {
            edits.Add(new TextEdit(head, 1, report.Source.Line(head).Length + 1, ""));
            for (var line = head + 1; line <= report.Source.LineCount; line++)
            {
                if (report.Source.Line(line).StartsWith(new string(' ', indent), StringComparison.Ordinal)) edits.Add(new TextEdit(line, 1, indent, ""));
            }
        }

        report.Add(DiagnosticCodes.UnknownKey, wrapper.Key.Span, $"a rule has no {Quote.Of(wrapper.Key.Value)} around it",
            $"delete this line, and the {indent} blanks before each line below it", edits);
    }

    /// <summary>Keys and values on one line; null where a value is no plain text.</summary>
    private static string? Flow(IReadOnlyList<YamlEntry> entries, FileReport report)
    {
        var parts = new List<string>();
        foreach (var (key, value) in entries)
        {
            if (value is YamlScalar { Style: not YamlScalarStyle.Block } scalar)
            {
                parts.Add($"{key.Value}: "
                    + $"{(scalar.Style == YamlScalarStyle.Plain && scalar.Value.AsSpan().IndexOfAny(",{}[]") < 0 ? scalar.Value : YamlText.Quoted(scalar.Value))}");
            }
            else if (value is YamlMap or YamlList && OneLine(value.Span, report) is { } text) parts.Add($"{key.Value}: {text}");
            else return null;
        }

        return $"{{{string.Join(", ", parts)}}}";
    }

    private static string? OneLine(SourceSpan at, FileReport report)
    {
        var line = report.Source.Line(at.Line);
        var start = at.Column - 1;
        var end = YamlText.EndOfContent(line);
        return start < end && line[start] is '{' or '[' && YamlText.OpenAt(line, end).Length == 0 ? line[start..end] : null;
    }
}
