using System.Text.RegularExpressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Foreign;

/// <summary>Rules of ElastAlert and ElastAlert 2.</summary>
internal static partial class ElastAlertRule
{
    public static readonly string[] Types =
        ["any", "frequency", "spike", "flatline", "blacklist", "whitelist", "change", "cardinality", "new_term", "metric_aggregation", "spike_aggregation", "percentage_match"];

    private static readonly Dictionary<string, string> Advice = new(StringComparer.Ordinal)
    {
        ["name"] = "write id and title", ["description"] = "write description, it means the same", ["index"] = "write on: and the kinds of your events",
        ["type"] = "write detect: {type: …}",
        ["num_events"] = "write it as the condition of a grade, e.g. grades: {red: \">= 50\"}", ["timeframe"] = "write window in detect, e.g. window: 5m",
        ["filter"] = "write where: and one expression over the event",
        ["query_key"] = "write by: source, site or a level of the site path", ["threshold"] = "write it as the condition of a grade",
        ["threshold_ref"] = "write min_reference in detect",
        ["threshold_cur"] = "write min_current in detect", ["spike_height"] = "write it as the condition of a grade, e.g. grades: {red: \">= 3\"}",
        ["spike_type"] = "write direction in detect: up, down or both",
        ["realert"] = "delete it: an alert stays open and is told once; keep_firing_for keeps it open",
        ["exponential_realert"] = "delete it: an alert stays open and is told once",
        ["alert"] = "delete it: alerts go to the topic, and consumers send them on", ["alert_subject"] = "write title",
        ["alert_text"] = "write message, with {{ source }} and {{ measure }}",
        ["alert_text_args"] = "write the places into message: {{ source }}, {{ measure }}", ["alert_text_type"] = "delete it", ["email"] = "write owner",
        ["priority"] = "write the condition under its grade",
        ["timestamp_field"] = "delete it: a mapping says where the time is", ["timestamp_type"] = "delete it: a mapping says where the time is",
        ["include"] = "delete it: the evidence of an alert names its events",
        ["cardinality_field"] = "write of in detect, e.g. of: attributes.door", ["max_cardinality"] = "write it as the condition of a grade",
        ["min_cardinality"] = "write it as the condition of a grade",
        ["metric_agg_key"] = "write measure in detect, e.g. measure: avg(value)", ["metric_agg_type"] = "write measure in detect, e.g. measure: avg(value)",
        ["max_threshold"] = "write it as the condition of a grade",
        ["min_threshold"] = "write it as the condition of a grade", ["buffer_time"] = "write window in detect", ["bucket_interval"] = "write every in window",
        ["fields"] = "write of in detect",
        ["terms_window_size"] = "write learn in detect", ["match_bucket_filter"] = "write of in detect",
        ["min_percentage"] = "write it as the condition of a grade", ["max_percentage"] = "write it as the condition of a grade",
        ["compare_key"] = "write it into where", ["blacklist"] = "write it into where: attributes.x in [\"…\"]",
        ["whitelist"] = "write it into where: !(attributes.x in [\"…\"])", ["is_enabled"] = "write mode: off or mode: active",
        ["owner"] = "write owner, it means the same",
    };

    public static ForeignFile Read(YamlMap map, string type)
    {
        var file = new ForeignFile("ElastAlert", Advice);
        file.Take(map);
        var name = ForeignRules.TextOf(map, "name") ?? "A translated rule";
        var proposal = new RuleProposal(name)
        {
            Description = ForeignRules.TextOf(map, "description"), Owner = ForeignRules.TextOf(map, "owner") ?? ForeignRules.TextsOf(map, "email").FirstOrDefault(),
            On = ForeignWords.Kind("access", (ForeignRules.TextOf(map, "index") ?? "event").TrimEnd('*', '-')), By = ForeignWords.By([.. ForeignRules.TextsOf(map, "query_key")]),
            Mode = ForeignRules.TextOf(map, "is_enabled") == "false" ? "off" : null,
        };
        if (map.Find("filter")?.Value is YamlList filters) foreach (var filter in filters.Items.OfType<YamlMap>()) ReadFilter(filter, proposal);
        if (ForeignRules.TextOf(map, "alert_text") is { } text) proposal.Message = Positional().IsMatch(text) ? null : ForeignWords.Message(text);
        ReadType(map, type, proposal);
        file.Advise(map, "type", $"write {proposal.Summary}");
        file.Advise(map, "index", $"write on: {proposal.On}, or the kind that your events have");
        if (proposal.Where.Count > 0) file.Advise(map, "filter", $"write where: {string.Join(" && ", proposal.Where)}");
        file.Proposals.Add(proposal);
        return file;
    }

    private static void ReadType(YamlMap map, string type, RuleProposal proposal)
    {
        string Number(string key, string otherwise) => ForeignRules.TextOf(map, key) is { } text && Numbers.TryParse(text, out var number) ? Numbers.Write(number) : otherwise;
        var window = Span(map, "timeframe") ?? Span(map, "buffer_time") ?? "5m";
        const string grade = "orange";
        switch (type)
        {
            case "spike" or "spike_aggregation":
                var direction = ForeignRules.TextOf(map, "spike_type") is ("down" or "both") and var way ? $", direction: {way}" : "";
                proposal.Detect = $"type: spike, window: {window}, reference: {window}{direction}";
                proposal.Grades[grade] = $">= {Number("spike_height", "3")}";
                break;
            case "flatline":
                proposal.Detect = $"type: metric, measure: count(), window: {{size: {window}, every: {window}}}";
                proposal.Grades[grade] = $"< {Number("threshold", "1")}";
                break;
            case "cardinality":
                proposal.Detect = $"type: cardinality, of: {Attribute(map, "cardinality_field")}, window: {window}";
                proposal.Grades[grade] = map.Find("max_cardinality") is null ? $"< {Number("min_cardinality", "1")}" : $"> {Number("max_cardinality", "1")}";
                break;
            case "new_term":
                proposal.Detect = $"type: new_value, of: {Attribute(map, "fields")}, learn: {Span(map, "terms_window_size") ?? "30d"}, grade: {grade}";
                break;
            case "metric_aggregation":
                var aggregate = ForeignRules.TextOf(map, "metric_agg_type") switch
                {
                    ("min" or "max" or "sum" or "avg") and var word => $"{word}(value)",
                    "cardinality" => "distinct(value)",
                    "value_count" => "count()",
                    _ => "avg(value)",
                };
                proposal.Detect = $"type: metric, measure: {aggregate}, window: {window}";
                proposal.Grades[grade] = map.Find("max_threshold") is null ? $"< {Number("min_threshold", "1")}" : $"> {Number("max_threshold", "1")}";
                break;
            case "percentage_match":
                proposal.Detect = $"type: percentage, of: value > 0.0, window: {window}";
                proposal.Notes.Add("write the condition of match_bucket_filter as of");
                proposal.Grades[grade] = map.Find("max_percentage") is null ? $"< {Number("min_percentage", "1")}" : $"> {Number("max_percentage", "1")}";
                break;
            case "blacklist" or "whitelist":
                var key = Attribute(map, "compare_key");
                var list = $"{key} in [{string.Join(", ", ForeignRules.TextsOf(map, type).Select(ForeignWords.Text))}]";
                proposal.Where.Add(type == "blacklist" ? list : $"!({list})");
                goto default;
            case "frequency":
                proposal.Detect = $"type: frequency, window: {window}";
                proposal.Grades[grade] = $">= {Number("num_events", "1")}";
                break;
            case "change":
                proposal.Notes.Add("a change of a value from one event to the next is a sequence of two steps, or a new_value");
                proposal.Detect = $"type: new_value, of: {Attribute(map, "compare_key")}, learn: 0s, grade: {grade}";
                break;
            default:
                proposal.Detect = "type: frequency, window: 1m";
                proposal.Grades[grade] = ">= 1";
                break;
        }
    }

    private static string Attribute(YamlMap map, string key) =>
        ForeignRules.TextsOf(map, key).FirstOrDefault() is { } name ? ForeignWords.Attribute(name.Replace(".keyword", "", StringComparison.Ordinal)) : "attributes.name";

    /// <summary><c>minutes: 5</c> as a duration.</summary>
    private static string? Span(YamlMap map, string key)
    {
        if (map.Find(key)?.Value is not YamlMap { Entries: [var only, ..] } || only.Value is not YamlScalar number) return null;
        var unit = only.Key.Value switch { "weeks" => "w", "days" => "d", "hours" => "h", "seconds" => "s", "milliseconds" => "ms", _ => "m" };
        return ForeignWords.Duration($"{number.Value}{unit}");
    }

    private static void ReadFilter(YamlMap filter, RuleProposal proposal)
    {
        foreach (var (kind, body) in filter.Entries)
        {
            switch (kind.Value, body)
            {
                case ("term" or "match" or "match_phrase", YamlMap term):
                    foreach (var entry in term.Entries.Where(entry => entry.Value is YamlScalar))
                        proposal.Where.Add($"{ForeignWords.Attribute(Field(entry))} == {ForeignWords.Literal((YamlScalar)entry.Value)}");
                    break;
                case ("terms", YamlMap terms):
                    foreach (var entry in terms.Entries)
                    {
                        var values = ForeignRules.TextsOf(terms, entry.Key.Value).Select(ForeignWords.Text);
                        proposal.Where.Add($"{ForeignWords.Attribute(Field(entry))} in [{string.Join(", ", values)}]");
                    }

                    break;
                case ("range", YamlMap { Entries: [{ Value: YamlMap bounds } range] }):
                    foreach (var (bound, limit) in bounds.Entries.Where(entry => entry.Value is YamlScalar limit && Numbers.TryParse(limit.Value, out _)))
                    {
                        var sign = bound.Value switch { "gt" or "from" => ">", "gte" => ">=", "lt" or "to" => "<", _ => "<=" };
                        proposal.Where.Add($"{ForeignWords.Attribute(Field(range))} {sign} {((YamlScalar)limit).Value}");
                    }

                    break;
                case ("query" or "bool" or "must", YamlMap inner):
                    ReadFilter(inner, proposal);
                    break;
                case ("query_string", YamlMap query) when ForeignRules.TextOf(query, "query") is { } text:
                    ReadQuery(text, proposal);
                    break;
                default:
                    proposal.Notes.Add($"the filter '{kind.Value}' is left out; write it into where");
                    break;
            }
        }
    }

    private static string Field(YamlEntry entry) => entry.Key.Value.Replace(".keyword", "", StringComparison.Ordinal);

    /// <summary><c>a: b AND c: d</c>.</summary>
    private static void ReadQuery(string text, RuleProposal proposal)
    {
        foreach (var part in text.Split(" AND ", StringSplitOptions.TrimEntries))
        {
            if (Pair().Match(part) is { Success: true } pair)
                proposal.Where.Add($"{ForeignWords.Attribute(pair.Groups["field"].Value)} == {ForeignWords.Text(pair.Groups["value"].Value)}");
            else proposal.Notes.Add($"the query '{part}' is left out; write it into where");
        }
    }

    [GeneratedRegex(@"^(?<field>[\w.@-]+)\s*:\s*""?(?<value>[^""*?()]+)""?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pair();

    [GeneratedRegex(@"\{\d*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Positional();
}
