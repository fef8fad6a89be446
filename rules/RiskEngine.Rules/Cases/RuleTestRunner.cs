using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;

namespace RiskEngine.Rules.Cases;

/// <summary>Runs tests of rules on the real decoder and evaluator, in virtual time.</summary>
/// <remarks>A test knows one rule only; the rule runs even where its mode is off.</remarks>
public static class RuleTestRunner
{
    private static readonly PseudonymKeys Keys = new("t0", "rule tests need no secret"u8);

    /// <summary>Runs all tests of all documents, in their order.</summary>
    public static IReadOnlyList<RuleTestResult> RunAll(IEnumerable<RuleDocument> documents) =>
        [.. documents.SelectMany(document => document.Tests.Select(test => Run(document.Rule, test)))];

    /// <summary>Runs one test.</summary>
    public static RuleTestResult Run(Rule rule, RuleTestCase test)
    {
        var vocabulary = new Vocabulary();
        var pseudonymizer = new Pseudonymizer(Keys);
        var decoder = new EventDecoder(EventDecoderOptions.Default, vocabulary, pseudonymizer);
        var evaluator = new RuleEvaluator([rule with { Mode = RuleMode.Active }], new TaskId("test", 0), vocabulary);
        var batch = new EventBatch();
        var rejections = new List<Rejection>();
        var offset = 0L;
        foreach (var e in test.Expand()) decoder.DecodeRecord(offset++, e.Json.Span, null, batch, rejections);

        evaluator.AdvanceTo(test.Start);
        for (var i = 0; i < batch.Count && batch[i].Time <= test.End; i++) evaluator.Observe(batch, i);
        evaluator.AdvanceTo(test.End);
        var transitions = new List<AlertTransition>();
        evaluator.Drain(transitions);

        string KeyOf(string key) => rule.By.Kind == KeyKind.Attribute ? pseudonymizer.Of(Encoding.UTF8.GetBytes(key)) : key;
        return RuleTestResult.Compare(rule, test, transitions, rejections, evaluator.ConditionErrors().Values.Sum(), KeyOf);
    }
}
