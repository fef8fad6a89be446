namespace RiskEngine.Benchmarks;

/// <summary>Rules to measure, one or more of each type, none of which fires on the events of <see cref="Material"/>.</summary>
internal static class RuleTexts
{
    /// <summary>What <c>detect</c> and <c>grades</c> say, by the name in the results.</summary>
    public static IReadOnlyDictionary<string, (string Detect, string Grades)> All { get; } = new Dictionary<string, (string, string)>
    {
        ["threshold"] = ("{type: threshold, measure: value}", "{yellow: \">= 95\"}"),
        ["metric"] = ("{type: metric, measure: avg(value), window: {size: 60s, every: 10s}}", "{yellow: \">= 95\"}"),
        ["sliding"] = ("{type: metric, measure: avg(value), window: 60s}", "{yellow: \">= 95\"}"),
        ["frequency"] = ("{type: frequency, window: 60s}", "{yellow: \">= 1000\"}"),
        ["change"] = ("{type: change, window: {size: 60s, every: 10s}}", "{yellow: \">= 1000\"}"),
        ["absence"] = ("{type: absence}", "{yellow: 5m}"),
        ["level"] = ("{type: level, measure: value - 10.0, reset: \"04:00\", lowest: 0}", "{yellow: '>= 1000000'}"),
        ["flatline"] = ("{type: flatline, tolerance: 0.001}", "{yellow: 30m}"),
        ["spike"] = ("{type: spike, measure: avg(value), window: 60s, reference: 10m}", "{yellow: \">= 50\"}"),
        ["new_value"] = ("{type: new_value, of: attributes.location, learn: 1m}", ""),
        ["cardinality"] = ("{type: cardinality, of: attributes.location, window: {size: 60s, every: 10s}}", "{yellow: \">= 50\"}"),
        ["percentage"] = ("{type: percentage, of: value > 95.0, window: {size: 60s, every: 10s}}", "{yellow: \">= 50\"}"),
        ["score"] = ("{type: score, inputs: [value]}", "{yellow: \">= 0.9999999\"}"),
        ["baseline"] = ("{type: baseline}", "{yellow: \">= 1000\"}"),
        ["sequence"] = ("{type: sequence, within: 60s, steps: [{on: sensor.gas, where: value > 95.0}, {on: sensor.gas, where: value > 96.0}]}", ""),
    };
}
