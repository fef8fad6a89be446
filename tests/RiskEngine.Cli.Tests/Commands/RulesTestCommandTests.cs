using System.Xml.Linq;
using RiskEngine.Cli.Commands;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Commands;

public sealed class RulesTestCommandTests
{
    private const string Rule = """
        id: warm
        title: It is warm
        on: sensor.temperature
        by: source
        owner: desk
        detect: {type: threshold}
        grades: {yellow: ">= 30"}
        clear: {when: "< 25"}
        tests:
          - name: warm
            events: {source: t-1, value: "20, 31, 20 every 1m"}
            expect: [yellow at 1m for t-1, resolved at 2m]
          - name: mild
            events: {source: t-1, value: 29x3 every 1m}
            expect: nothing
        """;

    [Theory]
    [InlineData("all pass", "at 1m", "at 1m", ExitCode.Ok)]
    [InlineData("another time than expected", "at 1m", "at 2m", ExitCode.Findings)]
    [InlineData("a fault in the rule", "by: source", "by: sauce", ExitCode.BadRules)]
    public async Task Exit_code_tells_whether_the_tests_passed(string why, string text, string instead, int expected)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("warm.yaml", Rule.Replace(text, instead, StringComparison.Ordinal));

        Assert.Equal((why, expected), (why, await CommandTree.InvokeAsync(["rules", "test", file])));
    }

    [Fact]
    public async Task Junit_file_has_a_case_for_every_test_and_tells_what_differs()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("warm.yaml", Rule.Replace("resolved at 2m", "red at 2m", StringComparison.Ordinal));
        var junit = folder.Write("results.xml", "");

        await CommandTree.InvokeAsync(["rules", "test", file, "--junit", junit]);

        var suite = XDocument.Load(junit).Root!.Element("testsuite")!;
        Assert.Equal(("warm", "2", "1"), (suite.Attribute("name")!.Value, suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value));
        var failed = Assert.Single(suite.Elements("testcase"), test => test.Element("failure") is not null);
        Assert.Equal("warm", failed.Attribute("name")!.Value);
        Assert.Equal(["= yellow at 1m for t-1", "- red at 2m (line 12)", "+ resolved at 2m for t-1 because cleared (measure 20)"], failed.Value.Split('\n'));
    }
}
