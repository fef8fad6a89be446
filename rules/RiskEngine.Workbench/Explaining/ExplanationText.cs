using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Workbench.Backtesting;
using static System.FormattableString;

namespace RiskEngine.Workbench.Explaining;

/// <summary>An explanation for a terminal.</summary>
public sealed class ExplanationText
{
    private const int MostNames = 30;
    private readonly StringBuilder _text = new();

    private ExplanationText()
    {
    }

    /// <summary>Renders it.</summary>
    public static string Render(Explanation explanation)
    {
        var text = new ExplanationText();
        if (explanation.Focus is { } focus) text.Focus(focus, explanation);
        if (explanation.EventJson is { } json)
        {
            text.Line($"event {explanation.Offset} at {explanation.Time}");
            text.Line($"  {json}");
            text.Line("");
        }

        if (explanation.Focus is not null && explanation.Rules.Count > 0) text.Line("what other rules made of that event:\n");
        foreach (var one in explanation.Rules.Where(one => one.Verdict < RuleVerdict.OtherKind)) text.Rule(one);
        text.Names("other kinds of events", explanation, RuleVerdict.OtherKind);
        text.Names("switched off", explanation, RuleVerdict.Off);
        return text._text.ToString();
    }

    private void Focus(RuleExplanation focus, Explanation explanation)
    {
        Line($"rule {focus.Rule.Id}, {focus.Rule.By} {focus.Key}, at {explanation.At}");
        Rule(focus, withAlert: false);
        if (focus.Transitions.Count == 0) return;
        Line($"last alert {focus.Transitions[0].Fingerprint}");
        var table = new TextTable("lllll", "  time", "state", "measure", "why", "id");
        foreach (var transition in focus.Transitions)
        {
            var state = transition.State == AlertState.Resolved ? "resolved" : AlertJson.Name(transition.Grade);
            table.Add($"  {transition.At}", state, Wording.Number(transition.Measurement.Measure), transition.Reason.ToString().ToLowerInvariant(), transition.Id);
        }

        _text.Append(table.Render()).Append('\n');
    }

    private void Rule(RuleExplanation one, bool withAlert = true)
    {
        Line($"{one.Rule.Id}{(one.Key is { } key ? $" [{key}]" : "")}: {Reasons.Of(one)}");
        foreach (var leaf in one.Leaves) Leaf("where", leaf);
        foreach (var step in one.Steps) Step(step);
        if (one.Read is { } read && one.Verdict < RuleVerdict.WhereFailed) Line($"  reads    {read.Key} = {Wording.Number(read.Value)}");
        foreach (var finding in one.Findings) Finding(finding);
        if (one.Signals is { } signals) Signals(one.Rule, signals);
        if (one.Measured is { } measured) Measured(one.Rule, measured);
        if (withAlert && one.Transitions.Count > 0 && one.Measured?.Dwell is not null)
        {
            var next = one.Transitions[^1];
            Line($"  alert    {next.Fingerprint}: {(next.State == AlertState.Resolved ? "resolved" : AlertJson.Name(next.Grade))} at {next.At}");
        }

        Line("");
    }

    private void Finding(ScoreFinding finding)
    {
        var score = finding.Score;
        var name = $"{finding.Model} {finding.Version}, parameters {finding.ParameterHash}";
        if (score.Warming)
        {
            Line($"  score    {finding.Asked}: not known, the model has not learned enough ({name})");
            return;
        }

        var expected = double.IsNaN(score.Expected) ? "" : $", expected {Wording.Number(score.Expected)}";
        var band = double.IsNaN(score.Low) || double.IsNaN(score.High) ? "" : $", usually {Wording.Number(score.Low)} to {Wording.Number(score.High)}";
        Line($"  score    {finding.Asked} = {Wording.Number(score.Value)}{expected}{band}{(score.Outage ? ", an outage" : "")} ({name})");
        foreach (var share in finding.Shares) Line(Invariant($"           {share.Share:P0} {share.Part}: {share.Words}"));
    }

    private void Signals(Rule rule, IReadOnlyList<CountedSignal> signals)
    {
        foreach (var signal in signals) Line($"  counts   {signal.RuleId} [{signal.Key}], firing since {signal.At}");
        if (rule.Detection.CountedRules is { } counted && Reasons.MissingOf(counted, signals) is { Length: > 0 } missing) Line($"  lacks    {missing}");
    }

    private void Measured(Rule rule, MeasuredState measured)
    {
        var m = measured.Measurement;
        var unit = rule.Unit.Length > 0 ? $" {rule.Unit}" : "";
        var known = m.Coverage < 1 ? $", {Wording.Share(m.Coverage)} of it known" : "";
        Line($"  measure  {rule.Detection.Measure} = {Wording.Number(m.Measure)}{unit} over {Wording.Count(m.Count)} events, {m.From} to {m.To}{known}");
        foreach (var value in measured.Compared) Line($"  compares {value.Part} = {Wording.Number(value.Share)}");
        foreach (var check in measured.Grades) Check(AlertJson.Name(check.Grade), check, Since(measured, check.Grade));
        foreach (var check in measured.Recoveries) Check($"{AlertJson.Name(check.Grade)} ends", check, "");
        if (measured.Clear is { } clear) Check("clear", clear, measured.Dwell?.ClearSince is { } since ? $", since {since}" : "");
    }

    private static string Since(MeasuredState measured, Grade grade)
    {
        if (measured.Dwell is not { } dwell) return "";
        var standing = dwell[grade];
        return standing.Holds || dwell.Current >= grade ? $", since {standing.Since}" : "";
    }

    private void Check(string name, GradeCheck check, string since)
    {
        var answer = check.Outcome switch
        {
            Outcome.True => check.Needs is { } needs ? $"holds, but needs {Wording.Share(needs)} of the window" : "holds",
            Outcome.Error => "cannot be evaluated",
            _ => check.Missing switch
            {
                null => "no",
                0 => "no, it is exactly the bound",
                { } missing => $"no, {Wording.Number(Math.Abs(missing))} {(missing > 0 ? "too low" : "too high")}",
            },
        };
        Line($"  {name,-8} {check.Text}: {answer}{since}");
        foreach (var leaf in check.Leaves) Leaf("", leaf);
    }

    private void Leaf(string name, ConditionLeaf leaf)
    {
        var answer = leaf.Outcome switch
        {
            Outcome.True => "holds",
            Outcome.Error => $"cannot be evaluated: {leaf.Fault}",
            _ => "no",
        };
        var reads = leaf.Reads.Count > 0 ? $"  ({string.Join(", ", leaf.Reads.Select(read => $"{read.Key} = {read.Value}"))})" : "";
        Line($"  {name,-8} {leaf.Text}: {answer}{reads}");
    }

    private void Step(StepCheck step)
    {
        Line($"  step     {(step.Step.IsNegated ? "not " : "")}{step.Step.Name}: {(step.Fits ? "fits" : step.KindFits ? "no" : "another kind")}");
        foreach (var leaf in step.Leaves) Leaf("", leaf);
    }

    private void Names(string what, Explanation explanation, RuleVerdict verdict)
    {
        var names = explanation.Rules.Where(one => one.Verdict == verdict).Select(one => one.Rule.Id).ToList();
        if (names.Count > 0) Line($"{what}: {string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? $" and {names.Count - MostNames} more" : "")}");
    }

    private void Line(string line) => _text.Append(line).Append('\n');
}
