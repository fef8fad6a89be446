using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Foreign;

/// <summary>Detection rules of Sigma.</summary>
internal static class SigmaRule
{
    private static readonly Dictionary<string, string> Advice = new(StringComparer.Ordinal)
    {
        ["title"] = "write title, it means the same", ["id"] = "write id in words, e.g. id: many-denied-badges, and the number as a label",
        ["status"] = "write mode: shadow for what is experimental, else mode: active",
        ["description"] = "write description, it means the same", ["references"] = "write them into description, or one of them as runbook",
        ["author"] = "write owner",
        ["date"] = "write it as a label", ["modified"] = "delete it, or write it as a label", ["tags"] = "write them as labels",
        ["logsource"] = "write on: and the kinds of your events",
        ["category"] = "write on: and the kinds of your events", ["product"] = "write on: and the kinds of your events",
        ["service"] = "write on: and the kinds of your events",
        ["detection"] = "write where: and one expression over the event", ["condition"] = "write where: with && for and, || for or, ! for not",
        ["timeframe"] = "write window in detect",
        ["fields"] = "delete it: the evidence of an alert names its events", ["falsepositives"] = "write false_positives",
        ["level"] = "write the condition under its grade: blue, yellow, orange or red",
        ["license"] = "write it as a label", ["related"] = "write it into description", ["definition"] = "write it into description", ["name"] = "write id",
        ["correlation"] = "write detect: {type: correlation, rules: […], within: …}, or type frequency for a count",
    };

    public static ForeignFile Read(YamlMap map)
    {
        var file = new ForeignFile("Sigma", Advice);
        file.Take(map, "logsource", "detection");
        var title = ForeignRules.TextOf(map, "title") ?? "A translated rule";
        var proposal = new RuleProposal(title)
        {
            Description = ForeignRules.TextOf(map, "description"), Owner = ForeignRules.TextOf(map, "author"), By = "source",
            Mode = ForeignRules.TextOf(map, "status") is "experimental" or "test" or "unsupported" ? "shadow" : null,
        };
        if (map.Find("logsource")?.Value is YamlMap source)
        {
            var named = string.Join('.', ((string[])["product", "category", "service"]).Select(key => ForeignRules.TextOf(source, key)).OfType<string>());
            proposal.On = ForeignWords.Kind("access", named.Length > 0 ? named : "event");
            file.Advise(map, "logsource", $"write on: {proposal.On}, or the kind that your events have");
        }

        if (map.Find("detection")?.Value is YamlMap detection) ReadDetection(file, detection, proposal, ForeignWords.Grade(ForeignRules.TextOf(map, "level")));
        proposal.FalsePositives.AddRange(ForeignRules.TextsOf(map, "falsepositives"));
        if (ForeignRules.TextOf(map, "id") is { } number) proposal.Label("sigma", number);
        if (ForeignRules.TextOf(map, "date") is { } date) proposal.Label("date", date);
        if (string.Join(' ', ForeignRules.TextsOf(map, "tags")) is { Length: > 0 } tags) proposal.Label("tags", tags);
        file.Proposals.Add(proposal);
        return file;
    }

    private static void ReadDetection(ForeignFile file, YamlMap detection, RuleProposal proposal, string grade)
    {
        var selections = detection.Entries.Where(entry => entry.Key.Value is not ("condition" or "timeframe"))
            .ToDictionary(entry => entry.Key.Value, entry => SigmaCondition.Selection(entry.Value, proposal.Notes), StringComparer.Ordinal);
        foreach (var (name, text) in selections) file.Advise(detection, name, $"write it into where: {text}");
        var condition = SigmaCondition.Read(ForeignRules.TextsOf(detection, "condition").FirstOrDefault() ?? selections.Keys.FirstOrDefault() ?? "", selections, proposal.Notes);
        if (condition.Where.Length > 0) proposal.Where.Add(condition.Where);
        var window = ForeignWords.Duration(ForeignRules.TextOf(detection, "timeframe")) ?? "5m";
        if (condition.Count is { } count)
        {
            proposal.By = condition.By.Length > 0 ? ForeignWords.By([condition.By]) : "site";
            proposal.Detect = condition.Of.Length > 0 ? $"type: cardinality, of: {ForeignWords.Attribute(condition.Of)}, window: {window}" : $"type: frequency, window: {window}";
            proposal.Grades[grade] = count;
        }
        else
        {
            proposal.Detect = "type: frequency, window: 1m";
            proposal.Grades[grade] = ">= 1";
        }

        file.Advise(detection, "condition", $"write {proposal.Summary}");
    }
}
