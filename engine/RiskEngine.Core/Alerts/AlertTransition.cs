using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Alerts;

/// <summary>One change in the life of an alert, with all that is needed to check it later.</summary>
public sealed record AlertTransition
{
    /// <summary>The alert's identity.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>1 for the first transition of the alert, then 2, 3, …</summary>
    public required int Number { get; init; }

    /// <summary>The rule that raised it.</summary>
    public required Rule Rule { get; init; }

    /// <summary>The task that evaluated it; its topic and partition hold the evidence.</summary>
    public required TaskId Task { get; init; }

    /// <summary>Where the alert stands now.</summary>
    public required AlertState State { get; init; }

    /// <summary>Its grade now; the last one where it is resolved.</summary>
    public required Grade Grade { get; init; }

    /// <summary>Its grade before; <see cref="Grade.None"/> for the first transition.</summary>
    public required Grade PreviousGrade { get; init; }

    /// <summary>Why it changed.</summary>
    public required TransitionReason Reason { get; init; }

    /// <summary>What it concerns: the source, site, area or pseudonym.</summary>
    public required string Key { get; init; }

    /// <summary>The place, as far as it is known; empty otherwise.</summary>
    public required string Site { get; init; }

    /// <summary>When the trouble is estimated to have begun, in event time.</summary>
    public required EventTime Onset { get; init; }

    /// <summary>Time of the first measurement that reached a grade: the start of the episode.</summary>
    public required EventTime FirstEvidence { get; init; }

    /// <summary>When this transition took place, in event time.</summary>
    public required EventTime At { get; init; }

    /// <summary>What was measured last.</summary>
    public required Measurement Measurement { get; init; }

    /// <summary>The records behind the measurement.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>The records behind the first measurement of the episode.</summary>
    public required Evidence FirstRecords { get; init; }

    /// <summary>What models found at the measurement; empty for rules that ask none, and where they judged another moment.</summary>
    public IReadOnlyList<ScoreFinding> Findings { get; init; } = [];

    /// <summary>Whether the idle clock, and not an event, moved time to this transition: no record of the log shows it.</summary>
    public bool OnIdleClock { get; init; }

    /// <summary>Whether an event caused it that came long after its time, as one of a backlog.</summary>
    public bool Backfilled { get; init; }

    /// <summary>Whether the record that tells of it, one of a backlog, also tells that the alert has ended again: nobody need hurry.</summary>
    public bool HasEnded { get; init; }

    /// <summary>Whether it is published once more after lost state was rebuilt from the log: the same id may have been published before.</summary>
    public bool Rebuilt { get; init; }

    /// <summary>Whether the alert flaps: it is held at its highest grade, and neither falls nor ends.</summary>
    public bool IsFlapping { get; init; }

    /// <summary>Whether the alert had ended, and starts again so soon that it goes on as the same one.</summary>
    public bool IsReopened { get; init; }

    /// <summary>The attributes that the rule's sentences show, as the last event of the key had them.</summary>
    public IReadOnlyList<EventAttribute> Attributes { get; init; } = [];

    /// <summary>What cannot be seen, where the alert is about that; null otherwise, and where it has ended.</summary>
    public BlindSpot? Blind { get; init; }

    /// <summary>Of a rule over several partitions, the producers that were missing, <c>topic/partition</c> each; empty where all had spoken.</summary>
    public IReadOnlyList<string> Incomplete { get; init; } = [];

    /// <summary>Where it takes the alert.</summary>
    public AlertDirection Direction => State == AlertState.Resolved ? AlertDirection.End
        : Grade > PreviousGrade ? AlertDirection.Rise
        : Grade < PreviousGrade ? AlertDirection.Fall
        : AlertDirection.Note;

    /// <summary>Identity of this transition: an alert consumer that drops repeated ids sees each exactly once.</summary>
    public string Id => $"{Fingerprint}-{Number}";

    /// <summary>The number that the measure was compared with; NaN where the condition is no simple comparison.</summary>
    public double Threshold => Rule.ConditionsOf(Key).Grades[Grade]?.Threshold ?? double.NaN;

    /// <summary>How sure it is.</summary>
    public Certainty Certainty => Rule.Scores.Count > 0 ? Certainty.Possible : Rule.Detection.Certainty;
}
