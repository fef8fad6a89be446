using RiskEngine.Workbench.RuleTests;
using Xunit;

namespace RiskEngine.Rules.Tests;

public sealed class CorrelationRuleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rules").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Example_of_the_page_counts_the_rules_that_have_fired()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "rules.md"));
        var examples = Markdown.Blocks(page);
        var correlation = examples.First(block => block.Language == "yaml file" && block.Text.Contains("type: correlation", StringComparison.Ordinal)).Text;
        Write("gas.yaml", examples.First(block => block.Language == "yaml").Text);
        Write("heat.yaml", "id: heat\ntitle: Heat\non: sensor.heat\nby: source\ndetect: {type: threshold}\ngrades: {yellow: '> 50'}\n");
        Write("both.yaml", correlation + """

            tests:
              - name: gas, then heat in the same building
                events:
                  - {kind: sensor.gas, source: gm-1, site: a/b/c/d, value: 15}
                  - {at: 5m, kind: sensor.heat, source: h-1, site: a/b/c/d, value: 60}
                expect: [orange at 5m for a/b/c/d, resolved at 10m]
                until: 20m
              - name: in another building
                events:
                  - {kind: sensor.gas, source: gm-1, site: a/b/c/d, value: 15}
                  - {at: 5m, kind: sensor.heat, source: h-1, site: a/b/c/e, value: 60}
                expect: nothing
                until: 20m
            """);

        var result = RuleLoader.Load(_folder);

        Assert.False(result.HasErrors, string.Join('\n', result.Diagnostics));
        Assert.All(RuleTestRunner.RunAll(result.Documents), test => Assert.True(test.Passed, test.ToString()));
    }

    [Fact]
    public void Rule_may_ask_for_alerts_that_are_true_now_at_a_grade()
    {
        Write("gas.yaml", "id: gas\ntitle: Gas\non: sensor.gas\nby: source\ndetect: {type: threshold}\ngrades: {yellow: '> 10', orange: '> 20'}\n");
        Write("both.yaml", """
            id: several
            title: Gas at several sensors now
            by: site
            owner: gas desk
            detect: {type: correlation, rules: [gas], measure: alerts, while: orange}
            grades: {red: ">= 2"}
            for: 1m
            clear: {when: "< 2"}
            tests:
              - name: two at a time
                events:
                  - {kind: sensor.gas, source: gm-1, value: "25x5, 15x5 every 1m"}
                  - {kind: sensor.gas, source: gm-2, at: 2m, value: "25x9 every 1m"}
                expect: [red at 3m, resolved at 5m]
              - name: one after the other
                events:
                  - {kind: sensor.gas, source: gm-1, value: "25x5, 5x5 every 1m"}
                  - {kind: sensor.gas, source: gm-2, at: 6m, value: "25x9 every 1m"}
                expect: nothing
            """);

        var result = RuleLoader.Load(_folder);

        Assert.False(result.HasErrors, string.Join('\n', result.Diagnostics));
        Assert.All(RuleTestRunner.RunAll(result.Documents), test => Assert.True(test.Passed, test.ToString()));
    }

    [Fact]
    public void Examples_of_the_page_find_the_share_of_the_buildings_and_the_worst_grids()
    {
        var examples = Markdown.Blocks(File.ReadAllText(Path.Combine(Repository.Root, "docs", "rules.md")));
        Write("gas.yaml", examples.First(block => block.Language == "yaml").Text);
        Write("share.yaml", Example("share") + """

            tests:
              - name: two of eight buildings
                events:
                  - {kind: sensor.gas, source: "gm-{n}", site: "a/b/c/d{n}", value: 2x8 every 1s}
                  - {at: 1m, kind: sensor.gas, source: gm-1, site: a/b/c/d1, value: "12x9 every 1m"}
                  - {at: 2m, kind: sensor.gas, source: gm-2, site: a/b/c/d2, value: "12x2, 2x5 every 1m"}
                expect: [orange at 2m for a/b]
                until: 3m30s
              - name: one of eight
                events:
                  - {kind: sensor.gas, source: "gm-{n}", site: "a/b/c/d{n}", value: 2x8 every 1s}
                  - {at: 1m, kind: sensor.gas, source: gm-1, site: a/b/c/d1, value: "12x9 every 1m"}
                expect: nothing
            """);
        Write("rank.yaml", Example("rank").Replace("worst: 3", "worst: 1", StringComparison.Ordinal) + """

            tests:
              - name: the worst of two grids
                events:
                  - {kind: sensor.gas, source: "gm-1{n}", site: "a/b/c1/d", value: 12x2 every 1s}
                  - {at: 1m, kind: sensor.gas, source: "gm-2{n}", site: "a/b/c2/d", value: 12x3 every 1s}
                expect: [yellow at 1s for a/b/c1, yellow at 1m1s for a/b/c2, resolved at 6m2s for a/b/c1]
                until: 7m
            """);

        var result = RuleLoader.Load(_folder);

        Assert.False(result.HasErrors, string.Join('\n', result.Diagnostics));
        Assert.All(RuleTestRunner.RunAll(result.Documents), test => Assert.True(test.Passed, test.ToString()));

        string Example(string type) => examples.Single(block => block.Language == "yaml file" && block.Text.Contains($"type: {type}", StringComparison.Ordinal)).Text;
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
