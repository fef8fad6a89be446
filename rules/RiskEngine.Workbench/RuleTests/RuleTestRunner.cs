using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Rules;
using RiskEngine.Rules.Cases;

namespace RiskEngine.Workbench.RuleTests;

/// <summary>Runs tests of rules on the real decoder and evaluator, in virtual time.</summary>
/// <remarks>A test knows one rule only, and those whose alerts that rule counts; the rule runs even where its mode is off.</remarks>
public static class RuleTestRunner
{
    private static readonly PseudonymKeys Keys = new("t0", "rule tests need no secret"u8);

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
        var vocabulary = new Vocabulary();
        var pseudonymizer = new Pseudonymizer(Keys);
        var decoder = new EventDecoder(EventDecoderOptions.Default, vocabulary, pseudonymizer);
        var evaluator = new RuleEvaluator([rule with { Mode = RuleMode.Active }, .. others ?? []], new TaskId("test", 0), vocabulary);
        var batch = new EventBatch();
        var rejections = new List<Rejection>();
        var offset = 0L;
        foreach (var e in test.Expand()) decoder.DecodeRecord(offset++, e.Json.Span, null, batch, rejections);

        evaluator.AdvanceTo(test.Start);
        for (var i = 0; i < batch.Count && batch[i].Time <= test.End; i++) evaluator.Observe(batch, i);
        evaluator.AdvanceTo(test.End + TimeSpan.FromMicroseconds(1));
        var transitions = new List<AlertTransition>();
        evaluator.Drain(transitions);
        transitions.RemoveAll(transition => transition.Rule.Id != rule.Id);

        string KeyOf(string key) => rule.By.Kind == KeyKind.Attribute ? pseudonymizer.Of(Encoding.UTF8.GetBytes(key)) : key;
        var reach = TestReach.Of(rule, batch, vocabulary, test.End);
        return RuleTestResult.Compare(rule, test, transitions, rejections, evaluator.ConditionErrors().Values.Sum(), KeyOf, reach);
    }
}
