using RiskEngine.Core.Rules;
using RiskEngine.Rules.Reading.Types;
using RiskEngine.Workbench.RuleTests;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary>Every example of docs/rules.md loads, and its tests pass.</summary>
public sealed class RulesPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "rules.md"));

    public static TheoryData<string, int> Examples()
    {
        var examples = new TheoryData<string, int>();
        foreach (var block in Markdown.Blocks(Page).Where(block => block.Language == "yaml")) examples.Add(block.Heading, block.Line);
        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_loads_and_its_tests_pass(string heading, int line)
    {
        var example = Markdown.Blocks(Page).Single(block => block.Line == line).Text;
        var loaded = new RuleLoader(new RuleLoadOptions { Models = [new ThreeSigmaModel()] }).LoadText($"{heading}.yaml", Fragment.InRule(example));

        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Diagnostics));
        if (example.StartsWith('#')) Assert.Empty(loaded.Diagnostics);
        Assert.All(RuleTestRunner.RunAll(loaded.Documents), result => Assert.True(result.Passed, result.ToString()));
    }

    [Fact]
    public void Every_rule_type_has_its_section() => Assert.Empty(
        RuleTypes.All.Select(type => type.Name)
            .Except(Page.Split('\n').Where(line => line.StartsWith("### ", StringComparison.Ordinal)).SelectMany(line => line[4..].Split(" and "))));

    /// <summary>When a source counts as silent, and what happens when it vanishes: an author looks both up by type.</summary>
    [Theory]
    [InlineData("| type | a source is silent |")]
    [InlineData("| type | what happens when events stop |")]
    public void Every_rule_type_is_in_the_tables_about_silence(string header)
    {
        var rows = Page.Split('\n').SkipWhile(line => line != header).TakeWhile(line => line.StartsWith('|'));
        var cells = string.Concat(rows.Select(row => row.Split('|')[1]));
        Assert.All(RuleTypes.All, type => Assert.Contains($"`{type.Name}`", cells, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_of_messages_are_all_on_the_page()
    {
        Assert.All(MessageTemplate.Names, name => Assert.Contains($"{{{{ {name} }}}}", Page, StringComparison.Ordinal));
    }
}
