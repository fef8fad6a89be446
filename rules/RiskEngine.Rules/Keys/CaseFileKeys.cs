namespace RiskEngine.Rules.Keys;

/// <summary>The keys of a file of tests that stands beside a rule: <c>gas.tests.yaml</c> beside <c>gas.yaml</c>.</summary>
internal static class CaseFileKeys
{
    public static readonly KeySpec Rule = new("rule", new TextShape(80, "the id of a rule"), "Id of the rule that is tested. Left out: the rule of the same file name.")
    { Examples = ["gas-rising-indoor"] };

    public static readonly MapSpec File = new("a file of tests", [Rule, RuleKeys.Tests with { Required = true, Examples = [] }]);
}
