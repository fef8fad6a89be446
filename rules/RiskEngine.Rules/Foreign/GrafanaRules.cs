using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Foreign;

/// <summary>Alert rules of Grafana, as its provisioning files and exports have them.</summary>
internal static class GrafanaRules
{
    private static readonly Dictionary<string, string> Advice = new(StringComparer.Ordinal)
    {
        ["apiVersion"] = "delete it: rules are plain files", ["groups"] = "write each rule in a file of its own", ["orgId"] = "delete it",
        ["name"] = "write it as a label, e.g. labels: {group: …}",
        ["folder"] = "put the rule into a folder of that name", ["interval"] = "delete it, or write every in the window: {size: 5m, every: 1m}",
        ["rules"] = "write each rule in a file of its own",
        ["uid"] = "write id in words, e.g. id: gas-is-high", ["title"] = "write title, it means the same",
        ["condition"] = "write grades: the condition that decides", ["data"] = "write on, where and detect",
        ["noDataState"] = "write no_data: hold, resolve or alert", ["execErrState"] = "delete it: events that cannot be evaluated are counted",
        ["for"] = "write for, it means the same",
        ["keepFiringFor"] = "write keep_firing_for", ["annotations"] = "write title, message and runbook",
        ["labels"] = "write labels; severity becomes the grade", ["isPaused"] = "write mode: off",
        ["dashboardUid"] = "write it as a label", ["panelId"] = "delete it, or write it as a label",
        ["notification_settings"] = "delete it: consumers of the topic send alerts on", ["ruleGroup"] = "write it as a label",
    };

    public static ForeignFile Read(IReadOnlyList<YamlMap> groups, YamlMap root)
    {
        var file = new ForeignFile("Grafana", Advice);
        file.Take(root);
        foreach (var group in groups)
        {
            file.Take(group);
            foreach (var rule in ForeignRules.Rules(group)) Add(file, rule);
        }

        return file;
    }

    public static ForeignFile Read(IReadOnlyList<YamlMap> rules)
    {
        var file = new ForeignFile("Grafana", Advice);
        foreach (var rule in rules) Add(file, rule);
        return file;
    }

    private static void Add(ForeignFile file, YamlMap rule)
    {
        file.Take(rule);
        var annotations = rule.Find("annotations")?.Value as YamlMap;
        var labels = rule.Find("labels")?.Value as YamlMap;
        var proposal = new RuleProposal(ForeignRules.TextOf(rule, "title") ?? ForeignRules.TextOf(rule, "uid") ?? "A translated rule")
        {
            For = ForeignWords.Duration(ForeignRules.TextOf(rule, "for")), KeepFiringFor = ForeignWords.Duration(ForeignRules.TextOf(rule, "keepFiringFor")),
            Mode = ForeignRules.TextOf(rule, "isPaused") == "true" ? "off" : null,
        };
        var severity = labels is null ? null : ForeignRules.TextOf(labels, "severity") ?? ForeignRules.TextOf(labels, "priority");
        ReadData(rule, proposal, severity);
        if (ForeignRules.TextOf(rule, "noDataState") is "Alerting" or "NoData" && proposal.Detect.StartsWith("type: metric", StringComparison.Ordinal)) proposal.NoData = "alert";
        if (annotations is not null)
        {
            if ((ForeignRules.TextOf(annotations, "description") ?? ForeignRules.TextOf(annotations, "summary")) is { } message) proposal.Message = ForeignWords.Message(message);
            proposal.Runbook = ForeignRules.TextOf(annotations, "runbook_url");
        }

        foreach (var (key, value) in labels?.Entries ?? [])
        {
            if (value is YamlScalar text && key.Value is not ("severity" or "priority")) proposal.Label(key.Value, text.Value);
        }

        file.Advise(rule, "data", $"write {proposal.Summary}");
        file.Advise(rule, "condition", $"write {proposal.Summary}");
        file.Proposals.Add(proposal);
    }

    private static void ReadData(YamlMap rule, RuleProposal proposal, string? severity)
    {
        var queries = rule.Find("data")?.Value is YamlList list ? list.Items.OfType<YamlMap>().ToArray() : [];
        string? condition = null;
        string? reducer = null;
        foreach (var query in queries)
        {
            if (query.Find("model")?.Value is not YamlMap asked) continue;
            if (ForeignRules.TextOf(asked, "reducer") is { } reduces) reducer = reduces;
            if (Evaluated(asked) is { } found) condition = found;
        }

        var source = queries.FirstOrDefault(query => query.Find("model")?.Value is YamlMap asked
            && (ForeignRules.TextOf(query, "datasourceUid") ?? "") is not ("__expr__" or "-100")
            && (ForeignRules.TextOf(asked, "expr") ?? ForeignRules.TextOf(asked, "rawSql") ?? ForeignRules.TextOf(asked, "query")) is not null);
        var model = source?.Find("model")?.Value as YamlMap;
        var grade = ForeignWords.Grade(severity);
        if (model is not null && ForeignRules.TextOf(model, "expr") is { } expression)
        {
            PrometheusRules.Apply(proposal, expression, severity);
            if (condition is not null)
            {
                proposal.Notes.RemoveAll(note => note.StartsWith("the expression compares", StringComparison.Ordinal));
                if (!proposal.Detect.StartsWith("type: absence", StringComparison.Ordinal)) proposal.Grades[grade] = condition;
            }
        }
        else
        {
            if (model is not null) proposal.Notes.Add("the query is not PromQL; write on and where for the events that it reads");
            proposal.Grades[grade] = condition ?? "> 0";
        }

        if (proposal.Detect == "type: threshold" && Aggregate(reducer) is { } aggregate)
        {
            var range = source?.Find("relativeTimeRange")?.Value as YamlMap;
            proposal.Detect = $"type: metric, measure: {aggregate}, window: {(range is null ? null : ForeignWords.Duration(ForeignRules.TextOf(range, "from"))) ?? "5m"}";
        }
    }

    private static string? Aggregate(string? reducer) => reducer switch
    {
        "mean" or "avg" => "avg(value)",
        "min" or "max" or "sum" or "median" => $"{reducer}(value)",
        "count" => "count()",
        _ => null,
    };

    /// <summary>The comparison of a threshold or of classic conditions.</summary>
    private static string? Evaluated(YamlMap model)
    {
        if (model.Find("conditions")?.Value is not YamlList list || list.Items.OfType<YamlMap>().FirstOrDefault()?.Find("evaluator")?.Value is not YamlMap evaluator) return null;
        var limits = ForeignRules.TextsOf(evaluator, "params").Select(text => Numbers.TryParse(text, out var number) ? Numbers.Write(number) : null).OfType<string>().ToArray();
        return (ForeignRules.TextOf(evaluator, "type"), limits) switch
        {
            ("gt", [var limit, ..]) => $"> {limit}",
            ("lt", [var limit, ..]) => $"< {limit}",
            ("gte", [var limit, ..]) => $">= {limit}",
            ("lte", [var limit, ..]) => $"<= {limit}",
            ("within_range", [var low, var high, ..]) => $"> {low} && < {high}",
            ("outside_range", [var low, var high, ..]) => $"measure < {Point(low)} || measure > {Point(high)}",
            _ => null,
        };
    }

    private static string Point(string number) => number.Contains('.', StringComparison.Ordinal) || number.Contains('E', StringComparison.Ordinal) ? number : number + ".0";
}
