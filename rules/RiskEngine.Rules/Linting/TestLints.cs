using RiskEngine.Core.Rules;
using RiskEngine.Rules.Cases;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Linting;

/// <summary>Warnings about the tests of a rule.</summary>
internal static class TestLints
{
    /// <summary>Every rule wants one test that fires and one that must not.</summary>
    public static void Check(Rule rule, IReadOnlyList<RuleTestCase> tests, SourceSpan at, FileReport report)
    {
        if (report.HasErrors) return;
        foreach (var test in tests) CheckEvents(rule, test, report);
        var fires = tests.Any(test => test.Fires);
        var quiet = tests.Any(test => !test.Fires);
        if (fires && quiet) return;
        var lacking = fires ? "no test in which it must stay quiet" : quiet ? "no test in which it fires" : "no tests";
        report.Add(DiagnosticCodes.Untested, at, $"the rule has {lacking}",
            fires ? "add a test with expect: nothing" : "add a test with events and the alerts they must give");
    }

    /// <summary>A quiet test whose events cannot reach the rule is quiet whatever the rule does.</summary>
    private static void CheckEvents(Rule rule, RuleTestCase test, FileReport report)
    {
        if (test.Fires || test.Series.Count == 0 || rule.On.Count == 0 || test.File != report.Source.File) return;
        var concerned = test.Series.Where(series => rule.On.Any(kind => kind.Matches(series.Kind))).ToArray();
        var line = report.Source.Line(test.Line);
        var at = new SourceSpan(test.Line, line.Length - line.TrimStart(' ', '-').Length + 1, line.TrimStart(' ', '-').TrimEnd().Length);
        if (concerned.Length == 0)
        {
            report.Add(DiagnosticCodes.VacuousTest, at, $"the test {Quote.Of(test.Name)} tests nothing: none of its events is of a kind that the rule looks at",
                $"write kind: {rule.On[0].Text}, or leave kind out");
        }
        else if (NeedsValue(rule.Detection) && concerned.All(series => series.Values.Runs.All(run => run.Value is null or string)))
        {
            report.Add(DiagnosticCodes.VacuousTest, at, $"the test {Quote.Of(test.Name)} tests nothing: none of its events has a number as its value",
                "give them one, e.g. value: 2x60 every 10s");
        }
    }

    private static bool NeedsValue(Detection detection) => detection.Reads is { Hash: null } read && read.Text == EventNumber.Value.Text;
}
