using System.Globalization;
using System.Text.RegularExpressions;
using RiskEngine.Rules.Keys;

namespace RiskEngine.Rules.Foreign;

/// <summary>What an expression of PromQL looks at and compares, as far as one rule can say it: one series, one function over time, one limit.</summary>
internal sealed partial class PromQuery
{
    private static readonly Dictionary<string, string> OverTime = new(StringComparer.Ordinal)
    {
        ["rate"] = "rate(value)", ["irate"] = "rate(value)", ["increase"] = "increase(value)", ["avg_over_time"] = "avg(value)",
        ["sum_over_time"] = "sum(value)",
        ["min_over_time"] = "min(value)", ["max_over_time"] = "max(value)", ["count_over_time"] = "count()", ["stddev_over_time"] = "stddev(value)",
        ["stdvar_over_time"] = "variance(value)", ["last_over_time"] = "last(value)", ["delta"] = "delta(value)", ["idelta"] = "delta(value)",
        ["deriv"] = "slope(value, 1s)",
    };

    private static readonly Dictionary<string, string> OverSeries = new(StringComparer.Ordinal)
    {
        ["sum"] = "sum(value)", ["avg"] = "avg(value)", ["min"] = "min(value)", ["max"] = "max(value)", ["count"] = "count()", ["stddev"] = "stddev(value)",
    };

    private PromQuery()
    {
    }

    public string Metric { get; private set; } = "reading";

    public List<string> Where { get; } = [];

    public List<string> By { get; private set; } = ["instance"];

    /// <summary>What stands in the brackets of <c>detect</c>.</summary>
    public string Detect { get; private set; } = "type: threshold";

    /// <summary>The condition of the grade.</summary>
    public string Condition { get; private set; } = "> 0";

    /// <summary>The silence that is found, where the expression asks for an absent series.</summary>
    public string? SilentFor { get; private set; }

    public List<string> Notes { get; } = [];

    public static PromQuery Read(string expression)
    {
        var query = new PromQuery();
        var text = Blanks().Replace(Comment().Replace(expression, ""), " ").Trim();
        if (Comparison().Match(text) is { Success: true } compared)
        {
            text = compared.Groups["left"].Value.Trim();
            query.Condition = $"{compared.Groups["sign"].Value} {Numbers.Write(double.Parse(compared.Groups["limit"].Value, CultureInfo.InvariantCulture))}";
        }
        else
        {
            query.Notes.Add($"the expression compares with no plain number; check the grade: {text}");
        }

        query.ReadSeries(Unwrapped(text));
        return query;
    }

    private void ReadSeries(string text)
    {
        if (Absent().Match(text) is { Success: true } absent)
        {
            ReadSelector(absent.Groups["of"].Value);
            SilentFor = ForeignWords.Duration(Window().Match(absent.Groups["of"].Value).Groups["window"].Value) ?? "5m";
            Detect = "type: absence";
            return;
        }

        var scale = "";
        if (Scaled().Match(text) is { Success: true } scaled && Numbers.TryParse(scaled.Groups["by"].Value, out var factor))
        {
            var by = Numbers.Write(factor);
            scale = $" {scaled.Groups["sign"].Value} {(by.Contains('.', StringComparison.Ordinal) || by.Contains('E', StringComparison.Ordinal) ? by : by + ".0")}";
            text = Unwrapped(scaled.Groups["of"].Value.Trim());
        }

        string? aggregate = null;
        if (Aggregated().Match(text) is { Success: true } over && Grouping(over) is { } inside)
        {
            aggregate = over.Groups["name"].Value;
            text = Unwrapped(inside);
        }

        var call = Call().Match(text);
        if (Quantile().Match(text) is { Success: true } quantile) Measure($"quantile(value, {quantile.Groups["q"].Value})", quantile.Groups["of"].Value, scale);
        else if (call.Success && OverTime.TryGetValue(call.Groups["name"].Value, out var measure)) Measure(measure, call.Groups["of"].Value, scale);
        else if (Selector().IsMatch(text) && aggregate is not null) Measure(OverSeries[aggregate], text + "[1m]", scale);
        else if (Selector().IsMatch(text))
        {
            ReadSelector(text);
            if (scale.Length > 0) Detect = $"type: threshold, measure: value{scale}";
        }
        else
        {
            if (Selector().Match(text) is { Success: false } && FirstMetric().Match(text) is { Success: true } first) Metric = first.Value;
            Notes.Add($"the expression combines what one rule does not; write a rule for each part, or a correlation of them: {text}");
        }
    }

    private void Measure(string measure, string of, string scale)
    {
        ReadSelector(of);
        Detect = $"type: metric, measure: {(scale.Length > 0 || measure.Contains(',', StringComparison.Ordinal) ? $"\"{measure}{scale}\"" : measure)}, "
            + $"window: {ForeignWords.Duration(Window().Match(of).Groups["window"].Value) ?? "5m"}";
    }

    /// <summary><c>sum by (a, b) (x)</c>, <c>sum(x) by (a)</c>, <c>sum(x)</c>: takes the names, and gives x.</summary>
    private string? Grouping(Match over)
    {
        if (!OverSeries.ContainsKey(over.Groups["name"].Value)) return null;
        By = [.. over.Groups["by"].Value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)];
        if (over.Groups["how"].Value == "without") By = ["site"];
        return over.Groups["of"].Value.Trim();
    }

    private void ReadSelector(string text)
    {
        var selector = Selector().Match(text.Trim());
        if (!selector.Success) return;
        Metric = selector.Groups["metric"].Value is { Length: > 0 } named ? named : "reading";
        foreach (Match matcher in Matcher().Matches(selector.Groups["labels"].Value))
        {
            var value = matcher.Groups["value"].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
            var attribute = ForeignWords.Attribute(matcher.Groups["name"].Value);
            if (matcher.Groups["name"].Value == "__name__") Metric = value;
            else Where.Add(matcher.Groups["sign"].Value switch
            {
                "=" => $"{attribute} == {ForeignWords.Text(value)}",
                "!=" => $"{attribute} != {ForeignWords.Text(value)}",
                "=~" => $"{attribute}.matches({ForeignWords.Text($"^(?:{value})$")})",
                _ => $"!{attribute}.matches({ForeignWords.Text($"^(?:{value})$")})",
            });
        }

        if (text.Contains(" offset ", StringComparison.Ordinal)) Notes.Add("the expression looks back by an offset, which is left out");
    }

    private static string Unwrapped(string text)
    {
        text = text.Trim();
        while (text.Length > 1 && text[0] == '(' && text[^1] == ')' && Closes(text)) text = text[1..^1].Trim();
        return text;
    }

    /// <summary>Whether the first bracket is closed by the last one.</summary>
    private static bool Closes(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '(') depth++;
            else if (text[i] == ')' && --depth == 0) return i == text.Length - 1;
        }

        return false;
    }

    [GeneratedRegex(@"#[^\n]*", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^(?<left>.+?)\s*(?<sign>>=|<=|==|!=|>|<)\s*(bool\s+)?(?<limit>-?\d+(\.\d+)?([eE][-+]?\d+)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^absent(_over_time)?\s*\((?<of>.*)\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Absent();

    [GeneratedRegex(@"\[(?<window>[0-9a-z]+)(:[0-9a-z]*)?\]", RegexOptions.CultureInvariant)]
    private static partial Regex Window();

    [GeneratedRegex(@"^(?<of>.+[)}\]\w])\s*(?<sign>[*/])\s*(?<by>\d+(\.\d+)?([eE][-+]?\d+)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Scaled();

    [GeneratedRegex(@"^(?<name>sum|avg|min|max|count|stddev)\s*((?<how>by|without)\s*\((?<by>[^)]*)\)\s*)?\((?<of>.*?)\)(\s*(?<how>by|without)\s*\((?<by>[^)]*)\))?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Aggregated();

    [GeneratedRegex(@"^quantile_over_time\s*\(\s*(?<q>0?\.\d+|1)\s*,\s*(?<of>[^()]*)\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Quantile();

    [GeneratedRegex(@"^(?<name>[a-z_]+)\s*\((?<of>[A-Za-z_:][^()]*|\{[^()]*)\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Call();

    [GeneratedRegex(@"^(?<metric>[A-Za-z_:][\w:]*)?\s*(\{(?<labels>(""[^""]*""|[^""}])*)\})?\s*(\[[0-9a-z:]+\])?\s*(offset\s+\w+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Selector();

    [GeneratedRegex(@"(?<name>[A-Za-z_]\w*)\s*(?<sign>=~|!~|!=|=)\s*""(?<value>(\\.|[^""\\])*)""", RegexOptions.CultureInvariant)]
    private static partial Regex Matcher();

    [GeneratedRegex(@"[A-Za-z_:][\w:]*(?=\s*[\[{])", RegexOptions.CultureInvariant)]
    private static partial Regex FirstMetric();
}
