using System.Text.RegularExpressions;
using RiskEngine.Rules.Reading.Types;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary>docs/state.md lists what the rules of each type store.</summary>
public sealed partial class StatePageTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "state.md");

    [Fact]
    public void Table_of_parts_has_the_row_of_every_rule_type_that_stores_something_of_its_own()
    {
        string[] rows = [.. RuleTypes.All.Where(type => type.Stores is not null)
            .Select(type => $"| `{type.Stores!.Id}` | each rule of type {type.Name} | {type.Stores.Payload} |")];
        if (Repository.RewritesGolden) Rewrite(rows);

        Assert.Equal(rows, File.ReadAllLines(Page).Where(line => OwnRow().IsMatch(line)));
    }

    private static void Rewrite(string[] rows)
    {
        var lines = File.ReadAllLines(Page);
        var first = Array.FindIndex(lines, line => OwnRow().IsMatch(line));
        var others = lines.Where(line => !OwnRow().IsMatch(line)).ToArray();
        File.WriteAllText(Page, string.Join('\n', [.. others[..first], .. rows, .. others[first..]]) + "\n");
    }

    [GeneratedRegex(@"^\| `[^`]+` \| each rule of type \w+ \| ")]
    private static partial Regex OwnRow();
}
