using RiskEngine.Rules.Diagnostics;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary>docs/rule-errors.md says what the loader says. RISKENGINE_REWRITE_GOLDEN=1 writes its answers anew.</summary>
public sealed class RuleErrorsPageTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "rule-errors.md");

    [Fact]
    public void Page_lists_every_code_with_its_title_in_order()
    {
        var headings = File.ReadAllLines(Page).Where(line => line.StartsWith("## RR", StringComparison.Ordinal));

        Assert.Equal(DiagnosticCodes.All.Select(code => $"## {code.Id} {code.Title}"), headings);
    }

    [Fact]
    public void Codes_are_unique_and_their_number_tells_their_severity()
    {
        Assert.Equal(DiagnosticCodes.All.Count, DiagnosticCodes.All.Select(code => code.Id).Distinct().Count());
        Assert.All(DiagnosticCodes.All, code => Assert.Equal(code.Id[2] == '1', code.Severity == DiagnosticSeverity.Warning));
    }

    [Fact]
    public void Every_example_gets_the_answer_on_the_page()
    {
        var page = File.ReadAllText(Page);
        var blocks = Markdown.Blocks(page).Where(block => block.Heading.StartsWith("RR", StringComparison.Ordinal)).ToArray();
        for (var i = 0; i + 1 < blocks.Length; i += 2)
        {
            var code = blocks[i].Heading[..5];
            var said = new RuleLoader().LoadText("rule.yaml", Fragment.InRule(blocks[i].Text)).Diagnostics.FirstOrDefault(found => found.Code == code);
            Assert.True(said is not null, $"the example of {code} does not give it");
            var answer = $"{said.Code}: {said.Message}; {said.Remedy}";
            if (Repository.RewritesGolden)
            {
                page = page.Replace($"{blocks[i].Text}\n```\n\n```text\n{blocks[i + 1].Text}", $"{blocks[i].Text}\n```\n\n```text\n{answer}", StringComparison.Ordinal);
            }
            else Assert.Equal(blocks[i + 1].Text, answer);
        }

        if (Repository.RewritesGolden) File.WriteAllText(Page, page);
    }
}
