using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Foreign;

/// <summary>Alerting rules of Prometheus, in a rule file, in a resource of its operator, or alone.</summary>
internal static class PrometheusRules
{
    private static readonly Dictionary<string, string> Advice = new(StringComparer.Ordinal)
    {
        ["groups"] = "write each rule in a file of its own; a folder holds them together", ["spec"] = "write the rules alone, each in a file of its own",
        ["apiVersion"] = "delete it: rules are plain files", ["kind"] = "delete it: rules are plain files",
        ["metadata"] = "delete it, or write its labels as labels of each rule",
        ["name"] = "write it as a label, e.g. labels: {group: …}", ["interval"] = "delete it, or write every in the window: {size: 5m, every: 30s}",
        ["rules"] = "write each rule in a file of its own", ["alert"] = "write id and title",
        ["record"] = "write the measure into each rule that needs it: there are no recorded series",
        ["for"] = "write for, it means the same", ["keep_firing_for"] = "write keep_firing_for, it means the same",
        ["labels"] = "write labels; severity becomes the grade",
        ["annotations"] = "write title, message, description and runbook", ["limit"] = "delete it",
        ["query_offset"] = "delete it: late events are waited for by kind",
        ["severity"] = "write the condition under its grade: blue, yellow, orange or red", ["summary"] = "write title",
        ["description"] = "write message, with {{ source }} and {{ measure }}",
        ["message"] = "write message, with {{ source }} and {{ measure }}", ["runbook_url"] = "write runbook", ["runbook"] = "write runbook",
        ["dashboard"] = "write it as a label",
        ["team"] = "write owner", ["owner"] = "write owner",
    };

    public static ForeignFile ReadGroups(IReadOnlyList<YamlMap> groups, YamlMap root, YamlMap? spec)
    {
        var file = new ForeignFile("Prometheus", Advice);
        file.Take(root);
        if (spec is not null) file.Take(spec);
        foreach (var group in groups)
        {
            file.Take(group);
            foreach (var rule in ForeignRules.Rules(group)) Add(file, rule);
        }

        return file;
    }

    public static ForeignFile Read(IReadOnlyList<YamlMap> rules)
    {
        var file = new ForeignFile("Prometheus", Advice);
        foreach (var rule in rules) Add(file, rule);
        return file;
    }

    /// <summary>What an expression of PromQL and its severity say, put into a proposal.</summary>
    public static void Apply(RuleProposal proposal, string expression, string? severity)
    {
        var query = PromQuery.Read(expression);
        proposal.On = ForeignWords.Kind("sensor", query.Metric);
        proposal.By = ForeignWords.By(query.By);
        proposal.Where.AddRange(query.Where);
        proposal.Notes.AddRange(query.Notes);
        proposal.Detect = query.Detect;
        var grade = ForeignWords.Grade(severity);
        if (query.SilentFor is { } silence) proposal.Grades[grade] = $">= {silence}";
        else proposal.Grades[grade] = query.Condition;
    }

    private static void Add(ForeignFile file, YamlMap rule)
    {
        file.Take(rule, "labels", "annotations");
        if (rule.Find("record") is not null) file.Advise(rule, "expr", "write it as the measure of each rule that needs it");
        if (ForeignRules.TextOf(rule, "expr") is not { } expression || ForeignRules.TextOf(rule, "alert") is not { } name) return;
        var annotations = rule.Find("annotations")?.Value as YamlMap;
        var labels = rule.Find("labels")?.Value as YamlMap;
        string? Annotation(string key) => annotations is null ? null : ForeignRules.TextOf(annotations, key);
        var summary = Annotation("summary");
        var proposal = new RuleProposal(summary is null || summary.Contains("{{", StringComparison.Ordinal) ? name : summary) { Id = IdOf(name) };
        Apply(proposal, expression, labels is null ? null : ForeignRules.TextOf(labels, "severity"));
        proposal.For = ForeignWords.Duration(ForeignRules.TextOf(rule, "for"));
        proposal.KeepFiringFor = ForeignWords.Duration(ForeignRules.TextOf(rule, "keep_firing_for"));
        if ((Annotation("description") ?? Annotation("message") ?? summary) is { } message) proposal.Message = ForeignWords.Message(message);
        proposal.Runbook = Annotation("runbook_url") ?? Annotation("runbook");
        foreach (var (key, value) in labels?.Entries ?? [])
        {
            if (value is not YamlScalar text || key.Value == "severity") continue;
            if (key.Value is "team" or "owner") proposal.Owner = text.Value;
            else proposal.Label(key.Value, text.Value);
            file.Advise(labels!, key.Value, key.Value is "team" or "owner" ? $"write owner: {YamlText.Written(text.Value)}"
                : text.Value.Contains("{{", StringComparison.Ordinal) ? "leave it out: labels are fixed texts, and every alert names its source and site"
                : $"write labels: {{{key.Value}: {YamlText.Written(text.Value)}}}");
        }

        if (labels is not null) foreach (var (grade, condition) in proposal.Grades) file.Advise(labels, "severity", $"write grades: {{{grade}: \"{condition}\"}}");
        file.Advise(rule, "alert", $"write id: {proposal.Id} and title: {YamlText.Written(proposal.Title)}");
        file.AdviseValue(rule, "for", "for", proposal.For);
        file.AdviseValue(rule, "keep_firing_for", "keep_firing_for", proposal.KeepFiringFor);
        if (annotations is not null)
        {
            file.AdviseValue(annotations, "runbook_url", "runbook", proposal.Runbook);
            file.AdviseValue(annotations, annotations.Find("description") is null ? "message" : "description", "message",
                proposal.Message is { } said ? YamlText.Quoted(said) : null);
        }

        file.Advise(rule, "expr", $"write {proposal.Summary}");
        file.Proposals.Add(proposal);
    }

    /// <summary><c>GasTooHigh</c> as <c>gas-too-high</c>.</summary>
    private static string? IdOf(string name) =>
        Maps.SuggestedId.FromWords(string.Concat(name.Select((sign, at) =>
            char.IsAsciiLetterUpper(sign) && at > 0 && char.IsAsciiLetterLower(name[at - 1]) ? $"-{sign}" : $"{sign}")));
}
