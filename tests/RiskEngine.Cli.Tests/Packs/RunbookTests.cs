using RiskEngine.Workbench.Tests;

namespace RiskEngine.Cli.Tests.Packs;

public sealed class RunbookTests
{
    private static readonly string[] Parts = ["**What it means.**", "**First checks.**", "**Over when.**", "**Known false alarms.**"];

    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "runbooks");

    [Fact]
    public void Every_rule_has_a_section_on_the_page_that_it_names()
    {
        foreach (var rule in ShippedRules.Load().Rules)
        {
            var page = Path.Combine(Repository.Root, rule.Runbook ?? "");
            Assert.True(File.Exists(page), $"{rule.Id} names {rule.Runbook ?? "no runbook"}");
            var text = Sections(page).GetValueOrDefault(rule.Id) ?? "";
            Assert.All(Parts, part => Assert.True(text.Contains(part, StringComparison.Ordinal), $"{rule.Runbook}, section {rule.Id}, lacks {part}"));
        }
    }

    [Fact]
    public void Every_section_is_about_a_shipped_rule()
    {
        var rules = ShippedRules.Load().Rules.Select(rule => rule.Id);

        Assert.Empty(Directory.EnumerateFiles(Folder, "*.md").SelectMany(page => Sections(page).Keys).Except(rules));
    }

    [Fact]
    public void Every_page_says_whom_to_call_and_when_to_escalate_by_grade_and_is_linked()
    {
        var index = File.ReadAllText(Path.Combine(Folder, "README.md"));
        foreach (var page in Directory.EnumerateFiles(Folder, "*.md").Where(page => Path.GetFileName(page) != "README.md"))
        {
            var text = File.ReadAllText(page);
            Assert.Contains("Whom to call:", text, StringComparison.Ordinal);
            Assert.All(["blue", "yellow", "orange", "red"], grade => Assert.Contains($"\n| {grade} | ", text, StringComparison.Ordinal));
            Assert.Contains($"({Path.GetFileName(page)})", index, StringComparison.Ordinal);
        }
    }

    // Text by heading of the second level.
    private static Dictionary<string, string> Sections(string page) => File.ReadAllText(page)
        .Split("\n## ")
        .Skip(1)
        .ToDictionary(section => section[..section.IndexOf('\n', StringComparison.Ordinal)].Trim(), section => section);
}
