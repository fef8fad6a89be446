using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>The alerts of one rule: turns measurements into transitions by the grade ladder, the dwell times and the clear condition.</summary>
/// <remarks>
/// A NaN measure is unknown: it changes nothing. The clear condition counts only while no grade's condition holds. Silence forgets a pending alert and
/// stops the dwell times of a firing one; the rule's policy decides the rest, and data that come back are judged as ever, from that moment on.
/// Holds state only for keys with an open episode, and for those whose episode started and ended at one and the same time: its identity is its start,
/// so an alert that starts again at that time is the same alert and goes on counting its transitions. Benchmark: AlertBookBenchmarks.
/// </remarks>
internal sealed class AlertBook : TimedState<AlertBook>, IExpiring, IMeasurementSink
{
    private const byte Momentary = 1;
    private Dictionary<int, Episode> _open = [];
    private MomentaryAlerts _momentary = new();
    private readonly List<AlertTransition> _transitions;
    private readonly TaskId _task;
    private readonly TimerClass _timerClass;
    private List<IAlertFollower>? _followers;
    private readonly IMeasurementObserver? _observer;
    private IFindingSource? _findings;
    private readonly ConditionsBySlot _conditions;
    private long _errors;

    public AlertBook(Rule rule, TaskId task, KeyDirectory keys, ITimers timers, List<AlertTransition> transitions, IMeasurementObserver? observer = null)
        : base(PartId.OfAlerts(rule), keys, timers)
    {
        Rule = rule;
        _conditions = new ConditionsBySlot(rule, keys);
        Schedule = timers as KeySchedule;
        (_task, _transitions, _observer) = (task, transitions, observer);
        _timerClass = rule.Detection.LooksAtAlerts ? TimerClass.CorrelationAlert : TimerClass.Alert;
    }

    public Rule Rule { get; }

    /// <summary>What is due for its keys; null for alerts about the task itself.</summary>
    public KeySchedule? Schedule { get; }

    protected override bool IsEmpty => _open.Count + _momentary.Count == 0;

    /// <summary>How many alerts are pending or firing.</summary>
    public int OpenCount => _open.Count;

    /// <summary>How many conditions could not be evaluated.</summary>
    public long Errors => _errors;

    /// <summary>Hands every transition on to a detector that looks at alerts.</summary>
    public void FollowedBy(IAlertFollower follower) => (_followers ??= []).Add(follower);

    /// <summary>Alerts tell what the models found.</summary>
    public void ToldBy(IFindingSource findings) => _findings = findings;

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
            episode.Observe(grade, grade == Grade.None && Clears(conditions.Clear, measurement), measurement, evidence);
            if (_findings is not null) episode.Findings = _findings.Tell(slot, measurement.To);
            Settle(slot, episode, episode.Last, TransitionReason.Condition);
        }

        var compared = _observer is null || _findings is null ? null : ComparedValues.In(_findings.Tell(slot, measurement.To));
        _observer?.Measured(new ObservedMeasurement(Rule, slot, Keys.KeyOf(slot), measurement, evidence, IsOpen(slot) ? episode?.Dwell() : null) { Compared = compared });
    }

    /// <summary>Takes in that a key fell silent.</summary>
    public void NoData(int slot, EventTime at)
    {
        if (_open.TryGetValue(slot, out var episode) && episode.Current != Grade.None)
        {
            at = episode.Come(at);
            Dirty.Mark(slot);
            if (Rule.NoData == NoDataPolicy.Resolve) Resolve(slot, episode, at, TransitionReason.NoData);
            else episode.Freeze(at);
            return;
        }

        if (episode is not null) Drop(slot, episode, at);
        if (Rule.NoData == NoDataPolicy.Alert) RaiseSilence(slot, at);
    }

    /// <summary>Ends all alerts because the rule is gone.</summary>
    public void ResolveAll(EventTime at)
    {
        foreach (var (slot, episode) in _open.ToList())
        {
            if (episode.Current == Grade.None) Drop(slot, episode, at);
            else Resolve(slot, episode, episode.Come(at), TransitionReason.RuleRemoved);
        }
    }

    public override void Expire(EventTime now)
    {
        foreach (var (slot, episode) in _open.Where(open => Keys.Expiring.Contains(open.Key)).OrderBy(open => open.Key).ToList())
        {
            if (episode.Current == Grade.None) Drop(slot, episode, now);
            else Resolve(slot, episode, episode.Come(now), TransitionReason.Expired);
        }

        if (_momentary.Count == 0) return;
        foreach (var slot in Keys.Expiring)
        {
            if (_momentary.Remove(slot)) Dirty.Mark(slot);
        }
    }

    public override void OnTimer(int slot, EventTime due)
    {
        if (!_open.TryGetValue(slot, out var episode) || episode.TimerAt != due) return;
        episode.TimerAt = null;
        Settle(slot, episode, EventTime.Max(due, episode.Last), episode.Current == Grade.None ? TransitionReason.Condition : TransitionReason.Cleared);
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (_open.TryGetValue(slot, out var episode))
        {
            EpisodeForm.Save(episode, writer);
            return true;
        }

        if (!_momentary.Contains(slot)) return false;
        writer.Byte(Momentary);
        _momentary.Save(slot, writer);
        return true;
    }

    protected override void Restore(int slot, ref StateReader reader)
    {
        Forget(slot);
        var form = reader.Byte();
        switch (form)
        {
            case var open when EpisodeForm.IsOpen(open):
                _open[slot] = EpisodeForm.Restored(open, ref reader);
                break;
            case Momentary:
                _momentary.Restore(slot, ref reader);
                break;
            default:
                throw new StateFormatException($"state {form} of an alert");
        }
    }

    protected override void TakeState(AlertBook before, EventTime now)
    {
        _open = before._open;
        _momentary = before._momentary;
        _errors = before._errors;
        if (Rule.HasTimesOf(before.Rule)) return;
        foreach (var (slot, episode) in _open)
        {
            episode.TimerAt = null;
            SetTimer(slot, episode, new EventTime(episode.Last.Micros - 1));
        }
    }

    public override void Clear()
    {
        _open.Clear();
        _momentary = new MomentaryAlerts();
    }

    public override void Resume(EventTime now)
    {
        foreach (var (slot, episode) in _open) SetTimer(slot, episode, new EventTime(episode.Last.Micros - 1));
    }

    /// <summary>Reads what <see cref="TrySave"/> wrote for an open alert.</summary>
    /// <returns>Null for another kind of entry.</returns>
    public static Episode? ReadOpen(ref StateReader reader) => reader.Byte() is var form && EpisodeForm.IsOpen(form) ? EpisodeForm.Restored(form, ref reader) : null;

    protected override bool Forget(int slot) => _open.Remove(slot) | _momentary.Remove(slot);

    private Episode Start(int slot, in Measurement measurement, Evidence evidence)
    {
        var episode = new Episode(measurement, evidence) { Transitions = _momentary.TakeTransitions(slot, measurement.To) };
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

    private void Settle(int slot, Episode episode, EventTime now, TransitionReason reason)
    {
        Dirty.Mark(slot);
        var grade = episode.GradeAt(now, Rule, out var ended);
        if (ended)
        {
            if (episode.Current == Grade.None) Drop(slot, episode, now);
            else Resolve(slot, episode, now, TransitionReason.Cleared);
            return;
        }

        if (grade != episode.Current) Raise(slot, episode, grade, now, grade > episode.Current ? TransitionReason.Condition : reason);
        SetTimer(slot, episode, now);
    }

    /// <summary>Keeps one timer per episode: one that comes too early finds nothing to do and sets the next.</summary>
    private void SetTimer(int slot, Episode episode, EventTime now)
    {
        if (episode.NextChange(now, Rule) is not { } next || episode.TimerAt <= next) return;
        episode.TimerAt = next;
        SetTimer(next, _timerClass, slot);
    }

    private void Raise(int slot, Episode episode, Grade grade, EventTime at, TransitionReason reason)
    {
        var previous = episode.Current;
        episode.Come(at);
        episode.MoveTo(grade);
        Emit(slot, episode, AlertState.Firing, previous, at, reason);
    }

    private void Resolve(int slot, Episode episode, EventTime at, TransitionReason reason)
    {
        Emit(slot, episode, AlertState.Resolved, episode.Current, at, reason);
        Drop(slot, episode, at);
    }

    private void Drop(int slot, Episode episode, EventTime at)
    {
        _open.Remove(slot);
        Dirty.Mark(slot);
        if (episode.FirstEvidence == at) _momentary.Remember(slot, at, episode.Transitions);
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
            Grade = episode.Current,
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
        };
        _transitions.Add(transition);
        foreach (var follower in _followers ?? []) follower.Observe(transition);
    }
}
