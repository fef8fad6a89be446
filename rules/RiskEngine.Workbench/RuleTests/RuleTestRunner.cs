using RiskEngine.Core.Rules;
using RiskEngine.Rules;
using RiskEngine.Rules.Cases;

namespace RiskEngine.Workbench.RuleTests;

/// <summary>Runs tests of rules along the live data path, in virtual time.</summary>
/// <remarks>A test knows one rule only, and those whose alerts that rule counts; the rule runs even where its mode is off.</remarks>
public static class RuleTestRunner
{
    /// <summary>Runs all tests of all documents, in their order.</summary>
    public static IReadOnlyList<RuleTestResult> RunAll(IEnumerable<RuleDocument> documents)
    {
        var all = documents.ToArray();
        return [.. all.SelectMany(document => document.Tests.Select(test => Run(document.Rule, test, NamedBy(document.Rule, all))))];
    }

    private static IReadOnlyList<Rule> NamedBy(Rule rule, RuleDocument[] all) => rule.Detection.CountedRules is { } counted
        ? [.. all.Select(document => document.Rule).Where(other => counted.Contains(other.Id))]
        : [];

    /// <summary>Runs one test.</summary>
    /// <param name="rule">The rule that is tested.</param>
    /// <param name="test">The test.</param>
    /// <param name="others">The rules whose alerts it counts; none for rules that look at events.</param>
    public static RuleTestResult Run(Rule rule, RuleTestCase test, IReadOnlyList<Rule>? others = null)
    {
        using var run = new RuleTestRun(rule, test, others ?? []);
        return run.Run();
    }
}
