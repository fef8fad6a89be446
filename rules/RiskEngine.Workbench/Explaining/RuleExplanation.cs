using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Workbench.Explaining;

/// <summary>What one rule made of an event, or of a key at a time.</summary>
public sealed class RuleExplanation(Rule rule)
{
    /// <summary>The rule.</summary>
    public Rule Rule { get; } = rule;

    /// <summary>Its key for the event; null where it has none, or where it did not look.</summary>
    public string? Key { get; set; }

    /// <summary>Whether it concerns the event's kind; null where there is no event.</summary>
    public bool? KindFits { get; set; }

    /// <summary>What its <c>where</c> found; null where it has none, or where it did not come to that.</summary>
    public Outcome? Where { get; set; }

    /// <summary>The parts of its <c>where</c>.</summary>
    public IReadOnlyList<ConditionLeaf> Leaves { get; set; } = [];

    /// <summary>The steps of a sequence.</summary>
    public IReadOnlyList<StepCheck> Steps { get; set; } = [];

    /// <summary>The number that it read from the event; null where its type reads none.</summary>
    public KeyValuePair<string, double>? Read { get; set; }

    /// <summary>Whether that value is a text and no number.</summary>
    public bool ReadsText { get; set; }

    /// <summary>The unit of the event where it keeps the rule from measuring it; null otherwise.</summary>
    public string? OtherUnit { get; set; }

    /// <summary>What the models that it asks found.</summary>
    public List<ScoreFinding> Findings { get; } = [];

    /// <summary>The alerts that a correlation counted; null for other types, and where it was not measured.</summary>
    public IReadOnlyList<CountedSignal>? Signals { get; set; }

    /// <summary>What was measured; null where nothing was.</summary>
    public MeasuredState? Measured { get; set; }

    /// <summary>Transitions of the key from that moment on, or of the alert in question; at most a few.</summary>
    public List<AlertTransition> Transitions { get; } = [];

    /// <summary>What it came to.</summary>
    public RuleVerdict Verdict
    {
        get
        {
            if (Rule.Mode == RuleMode.Off) return RuleVerdict.Off;
            if (KindFits == false) return RuleVerdict.OtherKind;
            if (Where is Outcome.False or Outcome.Error) return RuleVerdict.WhereFailed;
            if (Key is null) return RuleVerdict.NoKey;
            if (OtherUnit is not null) return RuleVerdict.OtherUnit;
            if (Measured is not { } measured) return RuleVerdict.NothingMeasured;
            if (measured.Dwell is not { } dwell) return RuleVerdict.NotReached;
            return dwell.Current != Grade.None ? RuleVerdict.Firing : RuleVerdict.Pending;
        }
    }
}
