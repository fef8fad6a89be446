using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs;
using RiskEngine.Rules.Text;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary>Every remedy that an editor can carry out, carried out alone: its finding is gone, and no other error has come.</summary>
public sealed class RemedyTests
{
    private static readonly string Golden = Path.Combine(Repository.Root, "tests", "golden");

    /// <summary>What breaks the syntax hides what stands after it.</summary>
    private static readonly string[] BreaksOff = [DiagnosticCodes.Syntax.Id, DiagnosticCodes.Alias.Id, DiagnosticCodes.TooDeep.Id, DiagnosticCodes.OneRule.Id];

    public static TheoryData<string> Files() => [.. Names];

    private static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Golden, "*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Golden, file)).Where(IsBad).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_remedy_mends_what_it_is_about_and_breaks_nothing(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Golden, file));
        var before = Check(file, bytes);
        foreach (var found in before.Where(found => found.Edits.Count > 0))
        {
            var text = TextEdit.ApplyAll(System.Text.Encoding.UTF8.GetString(bytes), found.Edits);
            var after = Check(file, System.Text.Encoding.UTF8.GetBytes(text));
            Assert.True(Count(after, found) < Count(before, found), $"{found}\nis still found in\n{text}");
            if (before.Any(one => BreaksOff.Contains(one.Code))) continue;
            var fresh = after.Where(one => one.Severity == DiagnosticSeverity.Error && Count(after, one) > Count(before, one)).ToArray();
            Assert.True(fresh.Length == 0, $"{found}\nleads to\n{string.Join('\n', fresh.Select(one => one.ToString()))}\nin\n{text}");
        }
    }

    [Fact]
    public void Remedies_are_carried_out_in_more_than_a_hundred_files() =>
        Assert.True(Names.Count(file => Check(file, File.ReadAllBytes(Path.Combine(Golden, file))).Any(found => found.Edits.Count > 0)) > 100);

    /// <summary>A remedy that is not enough by itself says so, and is no edit.</summary>
    [Fact]
    public void A_remedy_that_leads_to_another_error_is_no_edit_and_says_what_then()
    {
        const string file = "bad-rules/correlation-slips.yaml";
        var found = Check(file, File.ReadAllBytes(Path.Combine(Golden, file))).Single(found => found.Code == "RR013");
        Assert.Empty(found.Edits);
        Assert.Equal("did you mean 'alerts'? But then grades is missing: the condition of each grade", found.Remedy);
    }

    /// <summary>The clear condition that is proposed for a rule above zero holds at zero.</summary>
    [Fact]
    public void A_clear_condition_is_proposed_that_can_hold()
    {
        const string rule = "id: a\ntitle: A\non: sensor.gas\nby: source\nowner: me\ndetect: {type: threshold}\ngrades: {red: \"> 0\"}\n";
        var found = new RuleLoader().LoadText("rule.yaml", rule).Diagnostics;
        Assert.Contains("clear: {when: \"<= 0\", for: 2m}", found.Single(one => one.Code == "RR101").Remedy, StringComparison.Ordinal);
    }

    private static bool IsBad(string file) => file.StartsWith("bad-rules", StringComparison.Ordinal) || file.StartsWith("bad-inputs", StringComparison.Ordinal);

    private static int Count(IReadOnlyList<Diagnostic> all, Diagnostic one) => all.Count(other => other.Code == one.Code && other.Message == one.Message);

    private static IReadOnlyList<Diagnostic> Check(string file, byte[] bytes) => file.StartsWith("bad-inputs", StringComparison.Ordinal)
        ? new InputLoader().LoadBytes(Path.GetFileName(file), bytes).Diagnostics : new RuleLoader().LoadBytes(Path.GetFileName(file), bytes).Diagnostics;
}
