using System.Text.RegularExpressions;
using RiskEngine.Core.Tasks;
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

    [Fact]
    public void The_bytes_that_it_shows_are_a_checkpoint_of_the_format_that_is_written()
    {
        var lines = File.ReadLines(Page).SkipWhile(line => !line.EndsWith(" format 7", StringComparison.Ordinal)).TakeWhile(line => line != "```");
        var bytes = lines.SelectMany(line => HexPairs().Match(line).Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(pair => Convert.ToByte(pair, 16)).ToArray();
        var checkpoint = TaskCheckpoint.Decode(bytes);
        Assert.Equal((90121L, 90085L, 59L, 7L, default(TickPlace)),
            (checkpoint.NextOffset, checkpoint.ResumeOffset, checkpoint.OldestSegment, checkpoint.Ledger.Lost, checkpoint.Ticks));
        Assert.Equal(bytes, checkpoint.Encode());
    }

    private static void Rewrite(string[] rows)
    {
        var lines = File.ReadAllLines(Page);
        var first = Array.FindIndex(lines, line => OwnRow().IsMatch(line));
        var others = lines.Where(line => !OwnRow().IsMatch(line)).ToArray();
        File.WriteAllText(Page, string.Join('\n', [.. others[..first], .. rows, .. others[first..]]) + "\n");
    }

    [GeneratedRegex(@"^([0-9a-f]{2} {1,2})+")]
    private static partial Regex HexPairs();

    [GeneratedRegex(@"^\| `[^`]+` \| each rule of type \w+ \| ")]
    private static partial Regex OwnRow();
}
