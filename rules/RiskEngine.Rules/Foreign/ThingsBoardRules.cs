using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Foreign;

/// <summary>Alarm rules of ThingsBoard, as its device profiles have them, and rule chains.</summary>
internal static class ThingsBoardRules
{
    private static readonly string[] Ladder = ["blue", "yellow", "orange", "red"];

    private static readonly Dictionary<string, string> Advice = new(StringComparer.Ordinal)
    {
        ["alarms"] = "write each alarm in a file of its own", ["alarmRules"] = "write each alarm in a file of its own",
        ["profileData"] = "write each alarm in a file of its own",
        ["alarmType"] = "write id and title", ["createRules"] = "write grades: a condition for each severity", ["clearRule"] = "write clear: {when: …, for: …}",
        ["propagate"] = "delete it: correlations count the alerts of an area",
        ["propagateToOwner"] = "delete it", ["propagateToTenant"] = "delete it", ["propagateRelationTypes"] = "delete it",
        ["id"] = "write id in words, e.g. id: gas-is-high", ["name"] = "write title",
        ["CRITICAL"] = "write it as red", ["MAJOR"] = "write it as orange", ["MINOR"] = "write it as yellow", ["WARNING"] = "write it as blue or yellow",
        ["INDETERMINATE"] = "write it as blue",
        ["schedule"] = "write schedule: {hours: …, days: …, time_zone: …}", ["condition"] = "write grades and where",
        ["spec"] = "write for: and how long it must hold", ["alarmDetails"] = "write message",
        ["ruleChain"] = "write a rule for each node that creates an alarm", ["metadata"] = "write a rule for each node that creates an alarm",
        ["nodes"] = "write a rule for each node that creates an alarm",
        ["connections"] = "delete it: each rule stands for itself, and a correlation or a sequence joins rules",
        ["configuration"] = "write profileData.alarms as rules; transports are none of the engine's",
    };

    public static ForeignFile? Read(YamlMap map)
    {
        var alarms = Alarms(map);
        var isChain = map.Find("ruleChain") is not null && map.Find("metadata") is not null;
        if (alarms.Count == 0 && !isChain) return null;
        var file = new ForeignFile("ThingsBoard", Advice);
        file.Take(map);
        foreach (var alarm in alarms)
        {
            if (alarm != map) file.Take(alarm, "createRules");
            Add(file, alarm);
        }

        return file;
    }

    private static IReadOnlyList<YamlMap> Alarms(YamlMap map)
    {
        if (map.Find("createRules")?.Value is YamlMap && map.Find("alarmType") is not null) return [map];
        var list = map.Find("alarms")?.Value as YamlList ?? map.Find("alarmRules")?.Value as YamlList
            ?? ((map.Find("profileData")?.Value as YamlMap)?.Find("alarms")?.Value as YamlList);
        return list is null ? [] : [.. list.Items.OfType<YamlMap>().Where(item => item.Find("createRules")?.Value is YamlMap)];
    }

    private static void Add(ForeignFile file, YamlMap alarm)
    {
        var proposal = new RuleProposal(ForeignRules.TextOf(alarm, "alarmType") ?? "A translated alarm");
        string? measured = null;
        foreach (var (severity, rule) in (alarm.Find("createRules")?.Value as YamlMap)?.Entries ?? [])
        {
            if (rule is not YamlMap body) continue;
            var grade = severity.Value == "WARNING" && alarm.Find("createRules")?.Value is YamlMap all && all.Find("MINOR") is not null ? "blue" : Grade(severity.Value);
            if (Conditions(body, proposal, ref measured) is not { } condition) continue;
            proposal.Grades[grade] = condition;
            proposal.For ??= Duration(body);
            if (ForeignRules.TextOf(body, "alarmDetails") is { Length: > 0 } details) proposal.Message ??= ForeignWords.Message(details);
            if (body.Find("schedule")?.Value is YamlMap) proposal.Notes.Add("write its hours as schedule: {hours: …, days: …, time_zone: …}");
        }

        if (proposal.Grades.Count == 0) proposal.Grades["yellow"] = "> 0";
        proposal.On = ForeignWords.Kind("sensor", measured ?? "reading");
        if (alarm.Find("clearRule")?.Value is YamlMap clear && Conditions(clear, new RuleProposal(""), ref measured) is { } ends)
        {
            proposal.Clear = $"when: \"{ends}\"{(Duration(clear) is { } after ? $", for: {after}" : "")}";
            file.Advise(alarm, "clearRule", $"write clear: {{{proposal.Clear}}}");
        }

        file.Advise(alarm, "createRules", $"write {proposal.Summary}");
        file.Proposals.Add(proposal);
    }

    private static string Grade(string severity) => severity switch
    {
        "CRITICAL" => Ladder[3],
        "MAJOR" => Ladder[2],
        "INDETERMINATE" => Ladder[0],
        _ => Ladder[1],
    };

    /// <summary>The condition on the first telemetry key; those on other keys go into <c>where</c>.</summary>
    private static string? Conditions(YamlMap rule, RuleProposal proposal, ref string? measured)
    {
        if (rule.Find("condition")?.Value is not YamlMap outer || outer.Find("condition")?.Value is not YamlList list) return null;
        string? found = null;
        foreach (var one in list.Items.OfType<YamlMap>())
        {
            var key = one.Find("key")?.Value as YamlMap;
            var name = key is null ? null : ForeignRules.TextOf(key, "key");
            if (name is null || one.Find("predicate")?.Value is not YamlMap predicate || Compared(predicate) is not { } compared) continue;
            measured ??= name;
            if (name == measured && compared.IsNumber) found = found is null ? compared.Text : $"{found} && {compared.Text}";
            else if ($"{ForeignWords.Attribute(name)} {compared.Text}" is var other && !proposal.Where.Contains(other)) proposal.Where.Add(other);
        }

        return found;
    }

    private static (string Text, bool IsNumber)? Compared(YamlMap predicate)
    {
        var value = (predicate.Find("value")?.Value as YamlMap)?.Find("defaultValue")?.Value as YamlScalar ?? predicate.Find("value")?.Value as YamlScalar;
        var sign = ForeignRules.TextOf(predicate, "operation") switch
        {
            "GREATER" => ">",
            "LESS" => "<",
            "GREATER_OR_EQUAL" => ">=",
            "LESS_OR_EQUAL" => "<=",
            "EQUAL" => "==",
            "NOT_EQUAL" => "!=",
            _ => null,
        };
        if (value is null || sign is null) return null;
        return Numbers.TryParse(value.Value, out var number) ? ($"{sign} {Numbers.Write(number)}", true) : ($"{sign} {ForeignWords.Literal(value)}", false);
    }

    private static string? Duration(YamlMap rule)
    {
        if ((rule.Find("condition")?.Value as YamlMap)?.Find("spec")?.Value is not YamlMap spec || ForeignRules.TextOf(spec, "type") != "DURATION") return null;
        var amount = ((spec.Find("predicate")?.Value as YamlMap) is { } predicate ? ForeignRules.TextOf(predicate, "defaultValue") : null) ?? ForeignRules.TextOf(spec, "value");
        return ForeignWords.Duration($"{amount}{ForeignRules.TextOf(spec, "unit") switch { "SECONDS" => "s", "HOURS" => "h", "DAYS" => "d", _ => "m" }}");
    }
}
