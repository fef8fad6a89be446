using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>The alerts of one rule: turns measurements into transitions by the grade ladder, the dwell times and the clear condition.</summary>
/// <remarks>
/// A NaN measure is unknown: it changes nothing. The clear condition counts only while no grade's condition holds. Silence forgets a pending alert and
/// stops the dwell times of a firing one; the rule's policy decides the rest, and data that come back are judged as ever, from that moment on.
/// Holds state only for keys with an open episode, for those whose alert may go on or has come and gone several times (<see cref="PastStates"/>), and for
/// those whose episode started and ended at one and the same time: its identity is its start,
/// so an alert that starts again at that time is the same alert and goes on counting its transitions. Benchmark: AlertBookBenchmarks.
/// </remarks>
internal sealed partial class AlertBook : TimedState<AlertBook>, IExpiring, IMeasurementSink
{
    private readonly LadderTimes _times;
    private Dictionary<int, Episode> _open = [];
    private MomentaryAlerts _momentary = new();
    private PastStates _past;
    private readonly List<AlertTransition> _transitions;
    private readonly TaskId _task;
    private readonly TimerClass _timerClass;
    private List<IAlertFollower>? _followers;
    private readonly IMeasurementObserver? _observer;
    private IFindingSource? _findings;
    private LastAttributes? _attributes;
    private Func<int, BlindSpot?>? _blind;
    private readonly ConditionsBySlot _conditions;
    private long _errors;

    public AlertBook(Rule rule, TaskId task, KeyDirectory keys, ITimers timers, List<AlertTransition> transitions, IMeasurementObserver? observer = null)
        : base(PartId.OfAlerts(rule), keys, timers)
    {
        Rule = rule;
        _times = LadderTimes.Of(rule);
        _past = new PastStates(rule);
        _conditions = new ConditionsBySlot(rule, keys);
        Schedule = timers as KeySchedule;
        (_task, _transitions, _observer) = (task, transitions, observer);
        _timerClass = rule.Detection.LooksAtAlerts ? TimerClass.CorrelationAlert : TimerClass.Alert;
    }

    public Rule Rule { get; }

    /// <summary>What is due for its keys; null for alerts about the task itself.</summary>
    public KeySchedule? Schedule { get; }

    /// <summary>How many alerts are pending or firing.</summary>
    public int OpenCount => _open.Count;

    /// <summary>How many conditions could not be evaluated.</summary>
    public long Errors => _errors;

    /// <summary>Hands every transition on to a detector that looks at alerts.</summary>
    public void FollowedBy(IAlertFollower follower) => (_followers ??= []).Add(follower);

    /// <summary>Alerts tell what the models found.</summary>
    public void ToldBy(IFindingSource findings) => _findings = findings;

    /// <summary>Alerts show attributes of the last event.</summary>
    public void Shows(LastAttributes attributes) => _attributes = attributes;

    /// <summary>Alerts say what cannot be seen.</summary>
    public void SaysWhatIsBlind(Func<int, BlindSpot?> spotOf) => _blind = spotOf;

    /// <summary>Sees what is measured; null where nobody looks.</summary>
    public IMeasurementObserver? Observer => _observer;

    /// <summary>Whether the key has an alert, pending or firing.</summary>
    public bool IsOpen(int slot) => _open.Count > 0 && _open.ContainsKey(slot);

    /// <summary>Up to which time, included, the alert of a key has been decided; <see cref="EventTime.MinValue"/> where it has none.</summary>
    public EventTime DecidedUntil(int slot) => _open.TryGetValue(slot, out var episode) ? episode.Last : EventTime.MinValue;

    /// <summary>The alerts that fire with a grade or a graver one, in no order, each with its site and the records behind its last measurement.</summary>
    public IEnumerable<(string Key, string Site, Evidence Records)> Open(Grade least) =>
        _open.Where(open => open.Value.Current >= least).Select(open => (Keys.KeyOf(open.Key), Keys.SiteOf(open.Key), open.Value.Evidence));

    /// <summary>Takes in what was measured for a key.</summary>
    public void Measure(int slot, in Measurement measurement, Evidence evidence)
    {
        _open.TryGetValue(slot, out var episode);
        var conditions = _conditions[slot];
        var grade = double.IsNaN(measurement.Measure) ? Grade.None : conditions.Grades.Evaluate(measurement, episode?.Current ?? Grade.None, ref _errors);
        if (!double.IsNaN(measurement.Measure) && (episode is not null || grade != Grade.None))
        {
            episode ??= Start(slot, measurement, evidence);
            var recovered = conditions.Grades.Recovered(measurement, grade, ref _errors);
            episode.Observe(grade, grade == Grade.None && Clears(conditions.Clear, measurement), measurement, evidence, recovered);
            if (_findings is not null) episode.Findings = _findings.Tell(slot, measurement.To);
            Settle(slot, episode, episode.Last, TransitionReason.Condition, isMeasured: true);
        }
        else if (_past.Count > 0 && !double.IsNaN(measurement.Measure) && _past.FlapsOf(slot) is not null)
        {
            _past.Holds(slot, measurement.To, step: 0, isState: true, isUndecided: false);
            Dirty.Mark(slot);
        }

        var compared = _observer is null || _findings is null ? null : ComparedValues.In(_findings.Tell(slot, measurement.To));
        _observer?.Measured(new ObservedMeasurement(Rule, slot, Keys.KeyOf(slot), measurement, evidence, IsOpen(slot) ? episode?.Dwell() : null) { Compared = compared });
    }

    /// <summary>Takes in that a key fell silent.</summary>
    public void NoData(int slot, EventTime at)
    {
        if (_open.TryGetValue(slot, out var episode) && episode.Shown != Grade.None)
        {
            at = episode.Come(at);
            Dirty.Mark(slot);
            if (Rule.NoData == NoDataPolicy.Resolve)
            {
                Resolve(slot, episode, at, TransitionReason.NoData);
                return;
            }

            episode.Freeze(at);
            // What was on its way to a grade is not any more, so that an alert that flapped may be over.
            if (_past.IsFlapping(slot)) Settle(slot, episode, at, TransitionReason.Cleared, isMeasured: false);
            return;
        }

        if (episode is not null) Drop(slot, episode, at);
        if (Rule.NoData == NoDataPolicy.Alert) RaiseSilence(slot, at);
    }

    private Episode Start(int slot, in Measurement measurement, Evidence evidence)
    {
        var transitions = _momentary.TakeTransitions(slot, measurement.To);
        var episode = _past.ToReopen(slot, measurement.To) is { } ended ? Episode.Reopened(ended, measurement) : new Episode(measurement, evidence) { Transitions = transitions };
        _open.Add(slot, episode);
        return episode;
    }

    /// <summary>The silence itself is an alert of the lowest grade.</summary>
    private void RaiseSilence(int slot, EventTime at)
    {
        var nothing = new Measurement(double.NaN, 0, at, at);
        var episode = Start(slot, nothing, Evidence.None);
        episode.Observe(Grade.None, clears: false, nothing, Evidence.None);
        Raise(slot, episode, Rule.Grades.Lowest, at, TransitionReason.NoData);
        episode.Freeze(at);
    }

    private bool Clears(MeasureCondition? when, in Measurement measurement)
    {
        if (when is null) return false;
        var outcome = when.Test(measurement);
        if (outcome == Outcome.Error) _errors++;
        return outcome == Outcome.True;
    }

    private void Settle(int slot, Episode episode, EventTime now, TransitionReason reason, bool isMeasured)
    {
        Dirty.Mark(slot);
        var grade = episode.GradeAt(now, _times, out var ended);
        var to = ended ? Grade.None : grade;
        var step = (int)to - (int)episode.Current;
        var isHeld = _past.Holds(slot, now, step, isMeasured || step != 0, isUndecided: to == Grade.None && !ended);
        if (isHeld || episode.Shown != episode.Current || _past.IsFlapping(slot))
        {
            Hold(slot, episode, to, ended, now, isHeld);
            return;
        }

        if (ended)
        {
            if (episode.Current == Grade.None) Drop(slot, episode, now);
            else Resolve(slot, episode, now, TransitionReason.Cleared);
            return;
        }

        if (step != 0) Raise(slot, episode, grade, now, grade > episode.Current ? TransitionReason.Condition : reason);
        SetTimer(slot, episode, now);
    }

    /// <summary>While an alert flaps the ladder goes on by itself, and of it only rises are told; then the alert comes to where the ladder stands.</summary>
    private void Hold(int slot, Episode episode, Grade to, bool ended, EventTime now, bool isHeld)
    {
        var wasFlapping = _past.IsFlapping(slot);
        if (_past.FlapsOf(slot) is { } flaps) flaps.IsFlapping = isHeld;
        episode.Come(now);
        if (to != episode.Current) episode.StepTo(to);
        if (to > episode.Shown) Tell(slot, episode, to, now, TransitionReason.Condition);
        if (isHeld && !wasFlapping)
        {
            Tell(slot, episode, episode.Shown, now, TransitionReason.Flapping);
        }
        else if (!isHeld && ended)
        {
            Resolve(slot, episode, now, TransitionReason.Cleared);
            return;
        }
        else if (!isHeld && to != Grade.None)
        {
            if (to < episode.Shown) Tell(slot, episode, to, now, TransitionReason.Cleared);
            else if (wasFlapping) Tell(slot, episode, to, now, TransitionReason.Steady);
        }

        SetTimer(slot, episode, now);
    }

    /// <summary>Keeps one timer per episode: one that comes too early finds nothing to do and sets the next.</summary>
    private void SetTimer(int slot, Episode episode, EventTime now)
    {
        var next = episode.NextChange(now, _times);
        if (_past.Count > 0 && _past.SteadyAt(slot, now) is { } steady && steady > now && (next is null || steady < next)) next = steady;
        if (next is not { } due || episode.TimerAt <= due) return;
        episode.TimerAt = due;
        SetTimer(due, _timerClass, slot);
    }

    private void Raise(int slot, Episode episode, Grade grade, EventTime at, TransitionReason reason)
    {
        episode.Come(at);
        episode.StepTo(grade);
        Tell(slot, episode, grade, at, reason);
    }

    /// <summary>What is published comes to a grade, or stays at it and something is told of it.</summary>
    private void Tell(int slot, Episode episode, Grade grade, EventTime at, TransitionReason reason)
    {
        var previous = episode.Shown;
        episode.Show(grade);
        Emit(slot, episode, AlertState.Firing, previous, at, reason);
    }

    private void Resolve(int slot, Episode episode, EventTime at, TransitionReason reason)
    {
        Emit(slot, episode, AlertState.Resolved, episode.Shown, at, reason);
        Drop(slot, episode, at);
    }

    private void Drop(int slot, Episode episode, EventTime at)
    {
        _open.Remove(slot);
        Dirty.Mark(slot);
        if (episode.FirstEvidence == at) _momentary.Remember(slot, at, episode.Transitions);
        if (episode.Shown != Grade.None) _past.Remember(slot, episode, at);
        if (_past.Contains(slot)) ForgetPast(slot, at);
    }

    private void Emit(int slot, Episode episode, AlertState state, Grade previous, EventTime at, TransitionReason reason)
    {
        var key = Keys.KeyOf(slot);
        Dirty.Mark(slot);
        var transition = new AlertTransition
        {
            Fingerprint = Fingerprint.Of(Rule.Id, Rule.By.ToString(), key, episode.FirstEvidence),
            Number = ++episode.Transitions,
            Rule = Rule,
            Task = _task,
            State = state,
            Grade = episode.Shown,
            PreviousGrade = previous,
            Reason = reason,
            Key = key,
            Site = Keys.SiteOf(slot),
            Onset = episode.Onset,
            FirstEvidence = episode.FirstEvidence,
            At = at,
            Measurement = episode.Measurement,
            Evidence = episode.Evidence,
            FirstRecords = episode.FirstRecords,
            Findings = episode.Findings,
            Backfilled = Schedule is { IsBehind: true },
            IsFlapping = state == AlertState.Firing && _past.IsFlapping(slot),
            IsReopened = state == AlertState.Firing && episode.IsReopened,
            Attributes = _attributes?.Of(slot) ?? [],
            Blind = state == AlertState.Firing ? _blind?.Invoke(slot) : null,
        };
        episode.TellReopened();
        _transitions.Add(transition);
        foreach (var follower in _followers ?? []) follower.Observe(transition);
    }
}
