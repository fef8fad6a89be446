using RiskEngine.Core.Rules;
using RiskEngine.Rules;
using RiskEngine.Rules.Cases;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Workbench.RuleTests;
using RiskEngine.Workbench.Tests;

namespace RiskEngine.Cli.Tests.Packs;

/// <summary>What every rule that we ship owes its readers.</summary>
public sealed class ShippedPacksTests
{
    private const string SchemaLine = "# yaml-language-server: $schema=../../schema/rule.schema.json";

    private static readonly string Folder = Path.Combine(Repository.Root, "rules", "packs");

    private static readonly RuleLoadResult Packs = ShippedRules.Load();

    [Fact]
    public void No_rule_has_an_error_or_a_warning() => Assert.Equal("", DiagnosticText.Render(Packs.Diagnostics));

    [Fact]
    public void Every_rule_passes_its_own_tests_and_meets_no_condition_that_cannot_be_evaluated()
    {
        var failed = RuleTestRunner.RunAll(Packs.Documents).Where(result => !result.Passed || result.ConditionErrors > 0);

        Assert.Equal("", string.Join('\n', failed));
    }

    [Fact]
    public void Every_rule_has_a_test_that_shows_how_its_alert_ends() =>
        Assert.Empty(Packs.Documents.Where(document => !document.Tests.Any(EndsResolved)).Select(document => document.Rule.Id));

    [Fact]
    public void Every_grade_of_a_rule_is_reached_in_its_tests()
    {
        var unreached = Packs.Documents.SelectMany(document => Enum.GetValues<Grade>()
            .Where(grade => document.Rule.Grades[grade] is not null)
            .Where(grade => !document.Tests.SelectMany(test => test.Expected).Any(change => change.Grade == grade))
            .Select(grade => $"{document.Rule.Id}: {grade}"));

        Assert.Empty(unreached);
    }

    [Fact]
    public void Every_file_names_the_schema_and_lies_under_the_id_of_its_rule()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories))
        {
            var lines = File.ReadLines(file).Take(2).ToList();
            Assert.Equal(SchemaLine, lines[0]);
            Assert.Equal($"id: {Path.GetFileNameWithoutExtension(file)}", lines[1]);
        }
    }

    private static bool EndsResolved(RuleTestCase test) => test.Expected is [.., { Grade: Grade.None }];
}
