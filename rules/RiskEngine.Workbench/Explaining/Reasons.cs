using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Rules;
using RiskEngine.Workbench.Backtesting;

namespace RiskEngine.Workbench.Explaining;

/// <summary>Why a rule fired, or did not, in one sentence.</summary>
internal static class Reasons
{
    /// <summary>The sentence, without a full stop.</summary>
    public static string Of(RuleExplanation one) => one.Verdict switch
    {
        RuleVerdict.Off => "switched off (mode: off)",
        RuleVerdict.OtherKind => $"concerns {string.Join(", ", one.Rule.On.Select(kind => kind.Text))}, and the event is of another kind",
        RuleVerdict.WhereFailed => WhereOf(one),
        RuleVerdict.NoKey => $"the event has no {one.Rule.By}",
        RuleVerdict.OtherUnit => $"{PassedOverText.OtherUnit(one.Rule, one.OtherUnit ?? "")}, so nothing was measured",
        RuleVerdict.NothingMeasured => UnmeasuredOf(one),
        RuleVerdict.NotReached => NotReachedOf(one),
        RuleVerdict.Pending => PendingOf(one),
        _ => FiringOf(one),
    };

    private static string WhereOf(RuleExplanation one)
    {
        if (one.Where == Outcome.Error)
        {
            var fault = one.Leaves.FirstOrDefault(leaf => leaf.Outcome == Outcome.Error);
            return fault is null ? "where could not be evaluated" : $"where could not be evaluated: {fault.Text}: {fault.Fault}";
        }

        var failed = one.Leaves.Where(leaf => leaf.Outcome != Outcome.True).Select(leaf => leaf.Text).ToList();
        return failed.Count > 0 ? $"where does not hold: {string.Join("; ", failed)}" : "where does not hold";
    }

    private static string UnmeasuredOf(RuleExplanation one)
    {
        if (one is { ReadsText: true, Read.Value: double.NaN }) return "the value is a text and no number in this event, so nothing was measured";
        if (one.Read is { Value: double.NaN } read) return $"{read.Key} is no number in this event, so nothing was measured";
        return one.Rule.Detection.WhyUnmeasured(one.Findings);
    }

    private static string NotReachedOf(RuleExplanation one)
    {
        if (one.Measured is not { } measured) return "";
        var lowest = measured.Grades[0];
        if (measured.Reached != Grade.None) return "a grade is reached, and the alert has just ended";
        if (measured.Unknown is { } unknown) return CoveredOf(measured, unknown);
        if (double.IsNaN(measured.Measurement.Measure)) return one.Rule.Detection.WhyUnknown;
        if (one is { Rule.Limits: { } limits, Key: { } key } && !limits.Knows(key)) return $"{key} has no row in {limits.Table}, so no condition with limits holds";
        if (one.Rule.Detection.CountedRules is { } counted && one.Signals is { } signals)
            return MissingOf(counted, signals) is { Length: > 0 } rules ? $"{AlertJson.Name(lowest.Grade)} {lowest.Text} does not hold; no alert counted of {rules}"
                : $"{AlertJson.Name(lowest.Grade)} {lowest.Text} does not hold";
        if (lowest.Missing is not { } missing) return $"{AlertJson.Name(lowest.Grade)} {lowest.Text} does not hold";
        return DistanceOf(measured.Measurement.Measure, lowest, missing);
    }

    private static string CoveredOf(MeasuredState measured, GradeCheck unknown) =>
        $"{AlertJson.Name(unknown.Grade)} {unknown.Text} holds, but {Wording.Share(measured.Measurement.Coverage)} of the window is known, "
            + $"and it needs {Wording.Share(unknown.Needs ?? 1)}";

    /// <summary>How far a measure is from a condition that does not hold; exactly at its bound there is no distance to tell.</summary>
    private static string DistanceOf(double measure, GradeCheck check, double missing)
    {
        var condition = $"{AlertJson.Name(check.Grade)} {check.Text}";
        return (missing, check.Comparison) switch
        {
            (0, Comparison.Greater) => $"{Wording.Number(measure)} is exactly the bound, and {condition} asks for more",
            (0, Comparison.Less) => $"{Wording.Number(measure)} is exactly the bound, and {condition} asks for less",
            (0, _) => $"{Wording.Number(measure)} is the one value that {condition} excludes",
            _ => $"{Wording.Number(measure, missing)} is {(missing > 0 ? "below" : "above")} {condition} by {Wording.Number(Math.Abs(missing))}",
        };
    }

    /// <summary>The rules of which no alert is counted.</summary>
    internal static string MissingOf(IReadOnlyList<string> counted, IReadOnlyList<CountedSignal> signals) =>
        string.Join(", ", counted.Except(signals.Select(signal => signal.RuleId)));

    private static string PendingOf(RuleExplanation one)
    {
        if (one.Measured is not { Dwell: { } dwell } measured) return "";
        var reached = measured.Reached == Grade.None ? one.Rule.Grades.Lowest : measured.Reached;
        var held = measured.Measurement.To - dwell[reached].Since;
        var step = LadderTimes.Of(one.Rule)[reached];
        var sentence = $"{AlertJson.Name(reached)} has held for {Wording.Span(held)} and has to hold for {Wording.Span(step.For)}";
        if (dwell[reached].Readings is var readings && readings < step.Readings)
            sentence += $", and rests on {readings} of {step.Readings} readings";
        return one.Transitions.Count > 0 && one.Transitions[0].Number == 1
            ? $"{sentence}; it fired at {one.Transitions[0].At}"
            : $"{sentence}; it did not";
    }

    private static string FiringOf(RuleExplanation one)
    {
        if (one.Measured is not { Dwell: { } dwell } measured) return "";
        var times = LadderTimes.Of(one.Rule);
        var sentence = $"firing with {AlertJson.Name(dwell.Current)}";
        if (dwell.IsHeld) return $"{sentence}, where it is held because it flaps";
        if (measured.Unknown is { } unknown && measured.Reached < dwell.Current) return $"{sentence}, which stays: {CoveredOf(measured, unknown)}";
        if (measured.Reached < dwell.Current && LeftBelow(measured, dwell, times) is { } stays) return $"{sentence}; {stays}";
        if (measured.Reached <= dwell.Current) return sentence;
        var held = measured.Measurement.To - dwell[measured.Reached].Since;
        return $"{sentence}; {AlertJson.Name(measured.Reached)} has held for {Wording.Span(held)} of {Wording.Span(times[measured.Reached].For)}";
    }

    /// <summary>Why the alert keeps a grade that the measure does not reach any more; null where it goes on at once.</summary>
    private static string? LeftBelow(MeasuredState measured, DwellState dwell, LadderTimes times)
    {
        var (grade, at) = (dwell.Current, measured.Measurement.To);
        if (measured.Recoveries.FirstOrDefault(check => check.Grade == grade) is { IsReached: false } recovery)
            return $"{AlertJson.Name(grade)} does not hold, and is left when {recovery.Text} does";
        if (times[grade].Dwell is var dwelling && at - dwell.CameAt < dwelling)
            return $"it has been {AlertJson.Name(grade)} for {Wording.Span(at - dwell.CameAt)} and stays so for {Wording.Span(dwelling)}";
        return times.StaysAt(grade) > TimeSpan.Zero
            ? $"{AlertJson.Name(grade)} has not held for {Wording.Span(at - dwell[grade].Since)}, the alert stays for {Wording.Span(times.StaysAt(grade))}"
            : null;
    }
}
