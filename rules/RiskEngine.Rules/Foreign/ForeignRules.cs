using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Foreign;

/// <summary>Recognises files of other tools by the keys that only they have.</summary>
internal static class ForeignRules
{
    /// <summary>The file as one of another tool; null where it is none that we know.</summary>
    public static ForeignFile? Recognise(YamlNode root)
    {
        if (root is YamlList list)
        {
            var items = list.Items.OfType<YamlMap>().ToArray();
            return items is [var item, ..] && Holds(item, "alert", "expr") ? PrometheusRules.Read(items) : null;
        }

        if (root is not YamlMap map || map.Find("detect") is not null) return null;
        if (map.Find("spec")?.Value is YamlMap { } spec && Groups(spec) is { Count: > 0 } operatorGroups) return PrometheusRules.ReadGroups(operatorGroups, map, spec);
        if (Groups(map) is { Count: > 0 } groups)
        {
            var isGrafana = groups.SelectMany(Rules).Any(rule => Holds(rule, "data") || Holds(rule, "uid"));
            return isGrafana ? GrafanaRules.Read(groups, map) : PrometheusRules.ReadGroups(groups, map, null);
        }

        if (Holds(map, "expr") && (Holds(map, "alert") || Holds(map, "record"))) return PrometheusRules.Read([map]);
        if (Holds(map, "data", "condition") && map.Find("data")?.Value is YamlList) return GrafanaRules.Read([map]);
        if (Holds(map, "logsource") || (map.Find("detection")?.Value is YamlMap detection && Holds(detection, "condition"))) return SigmaRule.Read(map);
        if (ThingsBoardRules.Read(map) is { } board) return board;
        if (map.Find("type")?.Value is YamlScalar type && ElastAlertRule.Types.Contains(type.Value) && (Holds(map, "index") || Holds(map, "filter") || Holds(map, "alert")))
            return ElastAlertRule.Read(map, type.Value);
        return null;
    }

    /// <summary>Maps of rules in a list under a key.</summary>
    public static IEnumerable<YamlMap> Rules(YamlMap group) => group.Find("rules")?.Value is YamlList list ? list.Items.OfType<YamlMap>() : [];

    /// <summary>The text of a key; null where it has none.</summary>
    public static string? TextOf(YamlMap map, string key) => map.Find(key)?.Value is YamlScalar { IsNull: false } scalar ? scalar.Value : null;

    /// <summary>The texts of a key that has one or a list.</summary>
    public static IEnumerable<string> TextsOf(YamlMap map, string key) => map.Find(key)?.Value switch
    {
        YamlScalar { IsNull: false } scalar => [scalar.Value],
        YamlList list => list.Items.OfType<YamlScalar>().Select(item => item.Value),
        _ => [],
    };

    private static IReadOnlyList<YamlMap> Groups(YamlMap map) =>
        map.Find("groups")?.Value is YamlList list ? [.. list.Items.OfType<YamlMap>().Where(group => group.Find("rules")?.Value is YamlList)] : [];

    private static bool Holds(YamlMap map, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys) if (map.Find(key) is null) return false;
        return true;
    }
}
