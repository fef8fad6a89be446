using System.Xml.Linq;

namespace RiskEngine.Workbench.RuleTests;

/// <summary>Results of rule tests, for people and for build servers.</summary>
public static class RuleTestReport
{
    /// <summary>The test with its place, then expected and actual changes side by side.</summary>
    public static string Text(RuleTestResult result)
    {
        var head = $"{(!result.Passed ? "FAIL" : result.IsVacuous ? "warn" : "ok  ")} {result.RuleId}: {result.Test.Name} ({result.Test.File}:{result.Test.Line})";
        var lines = result.Lines.Count > 0 ? result.Lines : ["= nothing"];
        return string.Join(Environment.NewLine, [head, .. lines.Select(line => "       " + line)]);
    }

    /// <summary>One suite for each rule, as build servers read it.</summary>
    public static string Junit(IReadOnlyList<RuleTestResult> results) => new XDocument(
        new XElement("testsuites", Counts(results), results.GroupBy(result => result.RuleId).Select(rule => new XElement(
            "testsuite", new XAttribute("name", rule.Key), Counts([.. rule]), rule.Select(Case))))).ToString() + "\n";

    private static XElement Case(RuleTestResult result) => new(
        "testcase",
        new XAttribute("classname", result.RuleId),
        new XAttribute("name", result.Test.Name),
        new XAttribute("file", result.Test.File),
        new XAttribute("line", result.Test.Line),
        result.Passed ? null : new XElement("failure", new XAttribute("message", Message(result)), string.Join('\n', result.Lines)));

    private static string Message(RuleTestResult result) =>
        $"{result.Lines.Count(line => line[0] == '-')} expected changes did not happen, {result.Lines.Count(line => line[0] == '+')} happened unexpectedly";

    private static XAttribute[] Counts(IReadOnlyList<RuleTestResult> results) =>
        [new("tests", results.Count), new("failures", results.Count(result => !result.Passed))];
}
