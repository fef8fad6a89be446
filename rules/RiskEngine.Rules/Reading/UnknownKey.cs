using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Words a key that does not exist where it stands: a slip, a word of another tool, or a key of another map.</summary>
internal static class UnknownKey
{
    /// <summary>Words that other rule tools use for the same thing.</summary>
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = "title", ["alert"] = "title", ["summary"] = "title", ["desc"] = "description", ["details"] = "description",
        ["kind"] = "on", ["kinds"] = "on", ["event"] = "on", ["source"] = "on", ["true"] = "on", ["index"] = "on", ["topic"] = "on",
        ["if"] = "where", ["filter"] = "where", ["condition"] = "where", ["query"] = "where", ["expr"] = "where", ["match"] = "where",
        ["group_by"] = "by", ["group-by"] = "by", ["groupby"] = "by", ["per"] = "by", ["query_key"] = "by", ["key"] = "by",
        ["detection"] = "detect", ["rule"] = "detect", ["threshold"] = "grades", ["thresholds"] = "grades", ["levels"] = "grades",
        ["level"] = "grades", ["severity"] = "grades", ["severities"] = "grades", ["hold"] = "for", ["dwell"] = "for", ["duration"] = "for",
        ["resolve"] = "clear", ["recovery"] = "clear", ["nodata"] = "no_data", ["enabled"] = "mode", ["status"] = "mode",
        ["tags"] = "labels", ["annotations"] = "labels", ["text"] = "message", ["msg"] = "message", ["falsepositives"] = "false_positives",
        ["author"] = "owner", ["contact"] = "owner", ["team"] = "owner", ["hours"] = "schedule", ["units"] = "unit",
        ["timeframe"] = "window", ["timespan"] = "window", ["period"] = "window", ["interval"] = "every", ["slide"] = "every", ["step"] = "every",
        ["length"] = "size", ["range"] = "size", ["metric"] = "measure", ["field"] = "measure", ["value"] = "measure", ["aggregate"] = "measure",
        ["min_count"] = "count", ["num_events"] = "count", ["timeout"] = "after", ["tz"] = "time_zone", ["timezone"] = "time_zone",
        ["weekdays"] = "days", ["colour"] = "grade", ["color"] = "grade", ["input"] = "events", ["expected"] = "expect", ["time"] = "at",
    };

    /// <summary>Reports the key; returns the one that is probably meant.</summary>
    public static string? Report(YamlScalar key, MapSpec spec, YamlMap map, FileReport report)
    {
        var place = spec.Name.Length == 0 ? "a rule" : spec.Name;
        var meant = Meant(key.Value, spec, map);
        report.Add(DiagnosticCodes.UnknownKey, key.Span, $"{place} has no key {Quote.Of(key.Value)}", meant is null ? Remedy(key.Value, spec) : $"did you mean '{meant}'?");
        return meant;
    }

    private static string? Meant(string written, MapSpec spec, YamlMap map)
    {
        var free = spec.Keys.Select(key => key.Name).Where(name => map.Find(name) is null).ToArray();
        if (Spelling.Nearest(written, free) is { } near) return near;
        return Synonyms.TryGetValue(written, out var synonym) && free.Contains(synonym) ? synonym : null;
    }

    private static string Remedy(string written, MapSpec spec)
    {
        var present = Synonyms.GetValueOrDefault(written) is { } synonym && spec.Find(synonym) is not null ? synonym : Spelling.Nearest(written, spec.Keys.Select(key => key.Name));
        if (present is not null) return $"the key '{present}' says that, and is there already";
        foreach (var other in KeyTable.Maps)
        {
            if (other.Name != spec.Name && other.Find(written) is not null) return $"it belongs in {(other.Name.Length == 0 ? "the rule itself, not indented" : other.Name)}";
        }

        return $"keys are {Quote.List(spec.Keys.Select(key => key.Name))}";
    }
}
