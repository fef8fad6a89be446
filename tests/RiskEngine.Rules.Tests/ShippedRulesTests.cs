using RiskEngine.Rules.Diagnostics;
using RiskEngine.Workbench.RuleTests;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary>The rules that we ship are rules that we would accept.</summary>
public sealed class ShippedRulesTests
{
    private static readonly string Packs = Path.Combine(Repository.Root, "rules", "packs");

    [Fact]
    public void Shipped_rules_load_without_errors()
    {
        var result = new RuleLoader(RuleLoadOptions.Default with { Models = [new ThreeSigmaModel(), new ThreeSigmaModel("counts")] }).LoadFrom(Packs);

        Assert.NotEmpty(result.Rules);
        Assert.DoesNotContain(result.Diagnostics, found => found.Severity == DiagnosticSeverity.Error);
    }

    // Those of rules that ask a model run where the models are: RiskEngine.Cli.Tests.
    [Fact]
    public void Tests_of_shipped_rules_pass() =>
        Assert.All(RuleTestRunner.RunAll(RuleLoader.Load(Packs).Documents), result => Assert.True(result.Passed, result.ToString()));

    [Fact]
    public void Every_shipped_rule_is_named_like_its_file_and_names_the_schema()
    {
        foreach (var rule in RuleLoader.Load(Packs).Rules)
        {
            Assert.Equal(rule.Id, Path.GetFileNameWithoutExtension(rule.File));
            var first = File.ReadLines(rule.File).First();
            Assert.StartsWith("# yaml-language-server: $schema=", first, StringComparison.Ordinal);
            var schema = Path.Combine(Path.GetDirectoryName(rule.File)!, first.Split('=')[1]);
            Assert.True(File.Exists(schema), $"{rule.File} names {schema}");
        }
    }
}
