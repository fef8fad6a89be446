using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Text;
using RiskEngine.Workbench.RuleTests;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary>Broken files with the remedies carried out: they pass, and the review sees whether they mean what their author meant.
/// RISKENGINE_REWRITE_GOLDEN=1 writes the mended files anew.</summary>
public sealed class MendedRulesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "golden", "bad-rules");

    private static readonly string Mended = Path.Combine(Repository.Root, "tests", "golden", "mended-rules");

    /// <summary>Mended files whose own tests fail, with the reason: the slip was in what the test is about.</summary>
    private static readonly Dictionary<string, string> OtherMeaning = new(StringComparer.Ordinal)
    {
        ["slip-schedule"] = "the events of the tests lie outside the hours", ["slip-schedule-german"] = "the events of the tests lie outside the hours",
        ["slip-schedule-words"] = "the events of the tests lie outside the hours", ["slip-hyphen-in-attribute"] = "the events of the tests lack the attribute",
        ["slip-chinese-attribute"] = "the events of the tests lack the attribute", ["slip-attribute-above-text"] = "the events of the tests lack the attribute",
        ["slip-hash-in-where"] = "the events of the tests are from another hall", ["slip-not-equal"] = "the condition keeps the events of the tests out",
        ["slip-number-and-text"] = "the condition keeps the events of the tests out", ["slip-value-above-text"] = "the condition keeps good values out",
        ["slip-single-pipe"] = "the condition keeps good values out", ["slip-clear-text"] = "the tests expect a dwell",
        ["slip-duration-in-words"] = "the tests expect another duration", ["slip-name-in-quotes"] = "two slips at one place: the second is mended in a second round",
    };

    /// <summary>Broken files of which at least one finding can be mended by an editor.</summary>
    public static TheoryData<string> Names() => [.. Mendable];

    private static IEnumerable<string> Mendable => BadRulesTests.All.Where(name => Load(name).Diagnostics.Any(found => found.Edits.Count > 0));

    [Theory]
    [MemberData(nameof(Names))]
    public void Remedies_carried_out_leave_only_what_the_author_has_to_decide(string name)
    {
        var before = Load(name);
        var text = TextEdit.ApplyAll(Text(name), before.Diagnostics.SelectMany(found => found.Edits));
        var file = Path.Combine(Mended, $"{name}.yaml");
        if (Repository.RewritesGolden) File.WriteAllText(file, text);
        Assert.Equal(File.ReadAllText(file), text);

        var after = new RuleLoader().LoadText($"{name}.yaml", text);
        if (before.Diagnostics.Any(found => found.Edits.Count == 0 && found.Severity == DiagnosticSeverity.Error)) return;
        Assert.All(after.Diagnostics, found => Assert.True(
            found.Severity == DiagnosticSeverity.Warning && !before.Diagnostics.Any(other => other.Code == found.Code && other.Edits.Count > 0),
            $"{name}: after the remedies: {found}"));
        Assert.False(after.HasErrors);
        foreach (var result in RuleTestRunner.RunAll(after.Documents)) Assert.True(result.Passed || OtherMeaning.ContainsKey(name), $"{result}");
    }

    [Fact]
    public void No_mended_file_is_left_over() =>
        Assert.Equal(Mendable, Directory.EnumerateFiles(Mended).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));

    /// <summary>What a remedy tells to paste is what the editor pastes.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Remedies_show_the_text_that_is_pasted(string name)
    {
        foreach (var found in Load(name).Diagnostics.Where(found => found.Edits is [{ Length: > 0, Text.Length: > 2 }] && !found.Edits[0].Text.AsSpan().TrimStart().IsEmpty))
        {
            var pasted = found.Edits[0].Text.Trim().Trim('"', '\'');
            Assert.Contains(pasted.Replace("\"", "'", StringComparison.Ordinal).Replace("''", "'", StringComparison.Ordinal),
                found.Remedy.Replace("\"", "'", StringComparison.Ordinal).Replace("''", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    private static RuleLoadResult Load(string name) => new RuleLoader().LoadBytes($"{name}.yaml", File.ReadAllBytes(Path.Combine(Folder, $"{name}.yaml")));

    private static string Text(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.yaml"));
}
