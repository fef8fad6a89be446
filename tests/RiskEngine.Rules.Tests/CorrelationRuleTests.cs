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
        var correlation = examples.Single(block => block.Language == "yaml file").Text;
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

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
