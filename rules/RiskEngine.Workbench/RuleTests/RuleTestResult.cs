using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Cases;
using RiskEngine.Rules.Keys;

namespace RiskEngine.Workbench.RuleTests;

/// <summary>What a test of a rule gave.</summary>
public sealed record RuleTestResult
{
    /// <summary>The test.</summary>
    public required RuleTestCase Test { get; init; }

    /// <summary>Id of the rule.</summary>
    public required string RuleId { get; init; }

    /// <summary>What happened.</summary>
    public required IReadOnlyList<AlertTransition> Transitions { get; init; }

    /// <summary>Expected and actual changes side by side, then faults: <c>=</c> as expected, <c>-</c> did not happen, <c>+</c> was not expected.</summary>
    public required IReadOnlyList<string> Lines { get; init; }

    /// <summary>How often a condition of the rule could not be evaluated.</summary>
    public long ConditionErrors { get; init; }

    /// <summary>Whether it expects nothing, and could not have given anything: no event reached the rule.</summary>
    public bool IsVacuous { get; init; }

    /// <summary>Whether everything expected happened, and nothing else.</summary>
    public required bool Passed { get; init; }

    /// <summary>The name of the test with its place, and where it failed what differs.</summary>
    public override string ToString()
    {
        var head = $"{(Passed ? "ok  " : "FAIL")} {RuleId}: {Test.Name} ({Test.File}:{Test.Line})";
        return Passed ? head : $"{head}\n{string.Join('\n', Lines.Select(line => "     " + line))}";
    }

    internal static RuleTestResult Compare(
        Rule rule, RuleTestCase test, IReadOnlyList<AlertTransition> happened, IReadOnlyList<Rejection> rejections, long errors, Func<string, string> keyOf,
        TestReach reach)
    {
        var lines = new List<string>();
        var isTaken = new bool[happened.Count];
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var expected in test.Expected)
        {
            var keyed = expected.Key is { } key ? expected with { Key = keyOf(key) } : expected;
            var found = FirstOf(keyed, happened, isTaken, last);
            lines.Add(found < 0 ? $"- {Describe(expected, test.Start)} (line {expected.Line})" : $"= {Describe(expected, test.Start)}");
            if (found < 0) continue;
            isTaken[found] = true;
            last[happened[found].Key] = found;
        }

        var left = happened.Where((_, i) => !isTaken[i]).ToList();
        lines.AddRange(left.Select(transition => "+ " + Describe(transition, test.Start)));
        lines.AddRange(rejections.Select(rejection => $"! event {rejection.Offset + 1} is no valid event: {rejection.Detail}"));
        if (errors > 0) lines.Add($"! a condition could not be evaluated {errors} times");
        if (reach.Explain() is { } away && (test.Fires || reach.IsVacuous)) lines.Add($"! {away}");
        return new RuleTestResult
        {
            Test = test,
            RuleId = rule.Id,
            Transitions = happened,
            Lines = lines,
            ConditionErrors = errors,
            IsVacuous = !test.Fires && reach.IsVacuous,
            Passed = left.Count == 0 && rejections.Count == 0 && lines.TrueForAll(line => line[0] != '-'),
        };
    }

    /// <summary>The first change that fits and follows those of the same key that were expected before: the order of one key's changes is part of the expectation.</summary>
    private static int FirstOf(ExpectedChange expected, IReadOnlyList<AlertTransition> happened, bool[] isTaken, Dictionary<string, int> last)
    {
        for (var i = 0; i < happened.Count; i++)
        {
            var transition = happened[i];
            if (isTaken[i] || i <= last.GetValueOrDefault(transition.Key, -1)) continue;
            if (expected.Fits(GradeOf(transition), transition.At, transition.Key, ReasonOf(transition))) return i;
        }

        return -1;
    }

    private static Grade GradeOf(AlertTransition transition) => transition.State == AlertState.Resolved ? Grade.None : transition.Grade;

    private static string ReasonOf(AlertTransition transition) => transition.Reason switch
    {
        TransitionReason.NoData => "no_data",
        TransitionReason.RuleRemoved => "rule_removed",
        var reason => reason.ToString().ToLowerInvariant(),
    };

    private static string Describe(ExpectedChange expected, EventTime start)
    {
        var text = Name(expected.Grade);
        if (expected.From is { } from) text += $" at {Durations.Write(from - start)}";
        if (expected.To is { } to && to != expected.From) text += $" to {Durations.Write(to - start)}";
        if (expected.Key is not null) text += $" for {expected.Key}";
        return expected.Reason is null ? text : $"{text} because {expected.Reason}";
    }

    private static string Describe(AlertTransition transition, EventTime start) =>
        $"{Name(GradeOf(transition))} at {Durations.Write(transition.At - start)} for {transition.Key} because {ReasonOf(transition)}"
            + (double.IsNaN(transition.Measurement.Measure) ? "" : $" (measure {Numbers.Write(Math.Round(transition.Measurement.Measure, 4))})");

    private static string Name(Grade grade) => grade == Grade.None ? "resolved" : grade.ToString().ToLowerInvariant();
}
