using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Maps;

/// <summary>Words a key that does not exist where it stands: a slip, a word of another tool, or a key of another map.</summary>
internal static class UnknownKey
{
    /// <summary>Words that other rule tools use for the same thing.</summary>
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = "title", ["alert"] = "title", ["summary"] = "title", ["desc"] = "description", ["details"] = "description",
        ["kind"] = "on kind", ["kinds"] = "on", ["event"] = "on", ["device"] = "source", ["true"] = "on", ["index"] = "on", ["topic"] = "on",
        ["if"] = "where", ["when"] = "where when", ["below"] = "when", ["above"] = "when", ["filter"] = "where",
        ["condition"] = "where", ["query"] = "where", ["expr"] = "where", ["match"] = "where",
        ["group_by"] = "by", ["group-by"] = "by", ["groupby"] = "by", ["per"] = "by", ["query_key"] = "by", ["key"] = "by",
        ["detection"] = "detect", ["threshold"] = "grades", ["thresholds"] = "grades", ["levels"] = "grades",
        ["level"] = "grades", ["grading"] = "grades", ["gelb"] = "yellow", ["rot"] = "red", ["blau"] = "blue", ["jaune"] = "yellow", ["rouge"] = "red",
        ["bleu"] = "blue", ["severity"] = "grades", ["severities"] = "grades", ["hold"] = "for", ["dwell"] = "for", ["duration"] = "for",
        ["resolve"] = "clear", ["recovery"] = "clear", ["nodata"] = "no_data", ["enabled"] = "mode", ["status"] = "mode",
        ["tags"] = "labels", ["annotations"] = "labels", ["text"] = "message", ["msg"] = "message", ["falsepositives"] = "false_positives",
        ["author"] = "owner", ["contact"] = "owner", ["team"] = "owner", ["hours"] = "schedule", ["units"] = "unit",
        ["timeframe"] = "window", ["timespan"] = "window", ["period"] = "window", ["interval"] = "every", ["slide"] = "every", ["step"] = "every",
        ["length"] = "size", ["range"] = "size", ["metric"] = "measure", ["field"] = "measure", ["value"] = "measure", ["aggregate"] = "measure",
        ["min_count"] = "count", ["num_events"] = "count", ["timeout"] = "after", ["tz"] = "time_zone", ["timezone"] = "time_zone",
        ["weekdays"] = "days", ["colour"] = "grade", ["color"] = "grade", ["input"] = "events", ["expected"] = "expect", ["time"] = "at",
    };

    /// <summary>Reports the key; returns the one that is probably meant.</summary>
    public static string? Report(YamlEntry entry, MapSpec spec, YamlMap map, FileReport report)
    {
        var key = entry.Key;
        var place = spec.Name.Length == 0 ? "a rule" : spec.Name;
        var meant = Meant(entry, spec, map);
        report.Add(DiagnosticCodes.UnknownKey, key.Span, $"{place} has no key {Quote.Of(key.Value)}", meant is null ? Remedy(entry, spec, report.Keys) : $"did you mean '{meant}'?",
            meant is null || key.Span.Length < key.Value.Length ? null : TextEdit.Replace(key.Span, meant));
        return meant;
    }

    private static string? Meant(YamlEntry entry, MapSpec spec, YamlMap map)
    {
        var written = entry.Key.Value;
        var free = spec.Keys.Select(key => key.Name).Where(name => map.Find(name) is null).ToArray();
        if (free.FirstOrDefault(name => name.Equals(written, StringComparison.OrdinalIgnoreCase)) is { } other) return other;
        if (Synonyms.TryGetValue(written, out var synonyms))
        {
            // There is no key for an overall severity: every grade has its own condition.
            var synonym = synonyms.Split(' ').FirstOrDefault(free.Contains);
            return synonym == "grades" && entry.Value is YamlScalar ? null : synonym ?? Spelling.Nearest(written, free);
        }

        return Spelling.Nearest(written, free);
    }

    private static string Remedy(YamlEntry entry, MapSpec spec, KeyTable keys)
    {
        var written = entry.Key.Value;
        var synonyms = Synonyms.GetValueOrDefault(written)?.Split(' ') ?? [];
        if (synonyms.Contains("grades") && spec == RuleKeys.Rule) return "delete it: each of blue, yellow, orange and red has its own condition in grades";
        var present = synonyms.FirstOrDefault(synonym => spec.Find(synonym) is not null) ?? Spelling.Nearest(written, spec.Keys.Select(key => key.Name));
        if (present is not null) return $"the key '{present}' says that, and is there already";
        var isDetect = spec.Type is not null;
        var places = keys.Maps.Where(other => other.Name != spec.Name && other.Find(written) is not null).ToArray();
        var types = places.Select(other => other.Type).OfType<string>().ToArray();
        if (isDetect && places.Contains(RuleKeys.Rule)) return "it belongs in the rule itself, not indented";
        if (isDetect && types.Length > 0)
            return $"delete it: this type has the keys {Quote.List(spec.Keys.Select(key => key.Name))}; types with {written} are {Quote.List(types)}";
        if (spec == SequenceKeys.Step || spec == CaseKeys.Event || spec == CaseKeys.Expectation) return $"keys are {Quote.List(spec.Keys.Select(key => key.Name))}";
        if (types.Length > 0) return $"it belongs in detect, where these types have it: {Quote.List(types)}";
        if (places.Length > 0) return $"it belongs in {(places[0].Name.Length == 0 ? "the rule itself, not indented" : places[0].Name)}";
        return $"keys are {Quote.List(spec.Keys.Select(key => key.Name))}";
    }
}
