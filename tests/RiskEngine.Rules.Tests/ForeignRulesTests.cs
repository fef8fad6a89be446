using RiskEngine.Rules.Diagnostics;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary>Rules of other tools: recognised, answered key by key, and translated into rules that load.</summary>
public sealed class ForeignRulesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "golden", "bad-rules");

    public static TheoryData<string> Names() => [.. BadRulesTests.All.Where(name => name.StartsWith("foreign-", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_proposal_loads(string name)
    {
        var translation = RuleTranslation.OfFile(Path.Combine(Folder, $"{name}.yaml"));
        Assert.NotEmpty(translation.Rules);
        foreach (var rule in translation.Rules)
        {
            var result = new RuleLoader().LoadText("rule.yaml", rule);
            Assert.False(result.HasErrors, $"{DiagnosticText.Render(result.Diagnostics)}\n{rule}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_key_is_answered_by_itself_and_none_with_the_list_of_all_keys(string name)
    {
        var found = new RuleLoader().LoadBytes("rule.yaml", File.ReadAllBytes(Path.Combine(Folder, $"{name}.yaml"))).Diagnostics;
        Assert.All(found, one => Assert.Equal(DiagnosticCodes.Foreign.Id, one.Code));
        Assert.All(found, one => Assert.DoesNotContain("keys are", one.Remedy, StringComparison.Ordinal));
        Assert.True(found.Count > 5);
    }

    [Theory]
    [InlineData("rate(http_errors_total[5m]) > 1", "{type: metric, measure: rate(value), window: 5m}", "> 1")]
    [InlineData("(node_temp_celsius{a=\"b\"} * 100) >= bool 1e3", "{type: threshold, measure: value * 100.0}", ">= 1000")]
    [InlineData("sum(flow_people) by (site) > 200", "{type: metric, measure: sum(value), window: 1m}", "> 200")]
    [InlineData("max_over_time(x[1w]) < -3", "{type: metric, measure: max(value), window: 7d}", "< -3")]
    [InlineData("deriv(level[1h]) > 0.5", "{type: metric, measure: \"slope(value, 1s)\", window: 1h}", "> 0.5")]
    public void Expressions_of_Prometheus_become_measures(string expression, string detect, string limit)
    {
        var rule = Translated($"alert: A\nexpr: '{expression}'\n");
        Assert.Contains($"detect: {detect}\n", rule, StringComparison.Ordinal);
        Assert.Contains($"grades: {{yellow: \"{limit}\"}}\n", rule, StringComparison.Ordinal);
        Assert.False(new RuleLoader().LoadText("rule.yaml", rule).HasErrors, rule);
    }

    [Theory]
    [InlineData("type: spike\nindex: a\nspike_height: 4\nspike_type: both\ntimeframe: {hours: 2}", "type: spike, window: 2h, reference: 2h, direction: both")]
    [InlineData("type: flatline\nindex: a\nthreshold: 5\ntimeframe: {minutes: 10}", "type: metric, measure: count(), window: {size: 10m, every: 10m}")]
    [InlineData("type: cardinality\nindex: a\ncardinality_field: door\nmax_cardinality: 5\ntimeframe: {minutes: 10}", "type: cardinality, of: attributes.door, window: 10m")]
    [InlineData("type: new_term\nindex: a\nfields: [door]", "type: new_value, of: attributes.door, learn: 30d, grade: orange")]
    [InlineData("type: metric_aggregation\nindex: a\nmetric_agg_key: x\nmetric_agg_type: max\nmax_threshold: 5", "type: metric, measure: max(value), window: 5m")]
    [InlineData("type: blacklist\nindex: a\ncompare_key: plate\nblacklist: [a, b]", "type: frequency, window: 1m")]
    [InlineData("type: percentage_match\nindex: a\nmax_percentage: 5", "type: percentage, of: value > 0.0, window: 5m")]
    [InlineData("type: any\nindex: a\nfilter: []", "type: frequency, window: 1m")]
    [InlineData("type: change\nindex: a\ncompare_key: door", "type: new_value, of: attributes.door, learn: 0s, grade: orange")]
    public void Types_of_ElastAlert_become_rule_types(string text, string detect)
    {
        var rule = Translated($"name: A\n{text}\n");
        Assert.Contains($"detect: {{{detect}}}\n", rule, StringComparison.Ordinal);
        Assert.False(new RuleLoader().LoadText("rule.yaml", rule).HasErrors, rule);
    }

    [Fact]
    public void Our_own_rules_are_none_of_another_tool()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "rules", "packs"), "*.yaml", SearchOption.AllDirectories))
            Assert.Null(RuleTranslation.OfFile(file).Tool);
    }

    private static string Translated(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            return Assert.Single(RuleTranslation.OfFile(file).Rules);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
