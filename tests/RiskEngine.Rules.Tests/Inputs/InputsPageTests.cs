using System.Text;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs;
using RiskEngine.Workbench.InputTests;
using Xunit;

namespace RiskEngine.Rules.Tests.Inputs;

/// <summary>docs/inputs.md says what the loader does.</summary>
public sealed class InputsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "inputs.md"));

    [Fact]
    public void Every_mapping_on_the_page_is_good_and_passes_its_tests()
    {
        var mappings = Markdown.Blocks(Page).Where(block => block.Text.StartsWith("id:", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, mappings.Count);
        foreach (var mapping in mappings)
        {
            var loaded = new InputLoader().LoadBytes("page.yaml", Encoding.UTF8.GetBytes(mapping.Text));
            Assert.Equal("", DiagnosticText.Render(loaded.Diagnostics));
            Assert.All(InputTestRunner.RunAll(loaded.Inputs), result => Assert.True(result.Passed, result.ToString()));
        }
    }

    [Fact]
    public void Page_lists_every_code_with_its_title_in_order() => Assert.Equal(
        InputCodes.All.Select(code => $"| {code.Id} | {code.Title} |"), Page.Split('\n').Where(line => line.StartsWith("| RI", StringComparison.Ordinal)));

    [Fact]
    public void Page_names_every_key_and_every_shipped_mapping()
    {
        Assert.All(InputKeys.Mapping.Keys.Concat(InputKeys.Event.Keys), key => Assert.Contains($"`{key.Name}", Page, StringComparison.Ordinal));
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "rules", "inputs"), "*.yaml").Select(Path.GetFileName).Where(name => name != "fields.yaml");
        Assert.All(files, name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));
    }
}
