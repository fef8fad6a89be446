using System.Runtime.InteropServices;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Alerts;

/// <summary>The alerts of one rule: turns measurements into transitions by the grade ladder, the dwell times and the clear condition.</summary>
/// <remarks>Holds state only for keys with an open episode. Benchmark: AlertBookBenchmarks.</remarks>
internal sealed class AlertBook : IKeyedState, ITimed
{
    private Dictionary<int, Episode> _open = [];
    private readonly KeyDirectory _keys;
    private readonly EventTimers _timers;
    private readonly List<AlertTransition> _transitions;
    private readonly TaskId _task;
    private List<CorrelationDetector>? _followers;
    private readonly IMeasurementObserver? _observer;
    private long _errors;

    public AlertBook(Rule rule, TaskId task, KeyDirectory keys, EventTimers timers, List<AlertTransition> transitions, IMeasurementObserver? observer = null)
    {
        Rule = rule;
        _task = task;
        _keys = keys;
        _timers = timers;
        _transitions = transitions;
        _observer = observer;
        StateId = $"alerts:{rule.Id}:{rule.By}";
    }

    public Rule Rule { get; }

    public string StateId { get; }

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => _keys.SlotBound;

    /// <summary>How many alerts are pending or firing.</summary>
    public int OpenCount => _open.Count;

    /// <summary>How many conditions could not be evaluated.</summary>
    public long Errors => _errors;

    /// <summary>Hands every transition on to a correlation, at once, so that it sees them in event-time order.</summary>
    public void FollowedBy(CorrelationDetector correlation) => (_followers ??= []).Add(correlation);

    /// <summary>Whether the key has an alert, pending or firing.</summary>
    public bool IsOpen(int slot) => _open.Count > 0 && _open.ContainsKey(slot);

    /// <summary>Takes in what was measured for a key.</summary>
    public void Measure(int slot, in Measurement measurement, Evidence evidence)
    {
        var grade = Rule.Grades.Evaluate(measurement, ref _errors);
        if (grade == Grade.None && !IsOpen(slot))
        {
            _observer?.Measured(new ObservedMeasurement(Rule, slot, _keys.KeyOf(slot), measurement, evidence, null));
            return;
        }

        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, slot, out _);
        var episode = entry ??= new Episode(measurement, evidence);
        episode.Observe(grade, Clears(measurement), measurement, evidence);
        Settle(slot, episode, measurement.To, TransitionReason.Condition);
        _observer?.Measured(new ObservedMeasurement(Rule, slot, _keys.KeyOf(slot), measurement, evidence, IsOpen(slot) ? episode.Dwell() : null));
    }

    /// <summary>Takes in that a key fell silent.</summary>
    public void NoData(int slot, EventTime at)
    {
        if (Rule.NoData == NoDataPolicy.Alert && !IsOpen(slot))
        {
            var nothing = new Measurement(double.NaN, 0, at, at);
            var silent = new Episode(nothing, new Evidence(-1, -1));
            silent.Observe(Grade.None, false, nothing, new Evidence(-1, -1));
            _open[slot] = silent;
            Raise(slot, silent, Rule.Grades.Lowest, at, TransitionReason.NoData);
            silent.Freeze(at);
            return;
        }

        if (!_open.TryGetValue(slot, out var episode)) return;
        Dirty.Mark(slot);
        if (episode.Current == Grade.None)
        {
            _open.Remove(slot);
        }
        else if (Rule.NoData == NoDataPolicy.Resolve)
        {
            Resolve(slot, episode, at, TransitionReason.NoData);
        }
        else
        {
            episode.Freeze(at);
        }
    }

    /// <summary>Ends all alerts because the rule is gone.</summary>
    public void ResolveAll(EventTime at)
    {
        foreach (var (slot, episode) in _open.ToList())
        {
            if (episode.Current == Grade.None) _open.Remove(slot);
            else Resolve(slot, episode, at, TransitionReason.RuleRemoved);
            Dirty.Mark(slot);
        }
    }

    /// <inheritdoc/>
    public void OnTimer(int slot, EventTime due)
    {
        if (!_open.TryGetValue(slot, out var episode) || episode.TimerAt != due) return;
        episode.TimerAt = null;
        Settle(slot, episode, due, episode.Current == Grade.None ? TransitionReason.Condition : TransitionReason.Cleared);
    }

    public string KeyOf(int slot) => _keys.KeyOf(slot);

    public bool TrySave(int slot, StateWriter writer)
    {
        if (!_open.TryGetValue(slot, out var episode)) return false;
        episode.Save(writer);
        return true;
    }

    public void Restore(string key, ref StateReader reader) => _open[_keys.SlotOf(key)] = Episode.Restored(ref reader);

    public void Forget(string key) => _open.Remove(_keys.SlotOf(key));

    public void Adopt(IKeyedState before)
    {
        if (before is not AlertBook other) throw new ArgumentException($"'{StateId}' is no longer the same part", nameof(before));
        _open = other._open;
        foreach (var episode in _open.Values) episode.TimerAt = null;
        Dirty.MarkAll(other.Dirty);
    }

    public void Clear() => _open.Clear();

    public void Resume(EventTime now)
    {
        foreach (var (slot, episode) in _open) SetTimer(slot, episode, now);
    }

    private bool Clears(in Measurement measurement)
    {
        if (Rule.Clear.When is not { } when) return false;
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
            if (episode.Current == Grade.None) _open.Remove(slot);
            else Resolve(slot, episode, now, TransitionReason.Cleared);
            return;
        }

        if (grade != episode.Current) Raise(slot, episode, grade, now, grade > episode.Current ? TransitionReason.Condition : reason);
        SetTimer(slot, episode, now);
    }

    private void SetTimer(int slot, Episode episode, EventTime now)
    {
        if (episode.NextChange(now, Rule) is not { } next || episode.TimerAt == next) return;
        episode.TimerAt = next;
        _timers.Set(next, TimerClass.Alert, this, slot);
    }

    private void Raise(int slot, Episode episode, Grade grade, EventTime at, TransitionReason reason)
    {
        var previous = episode.Current;
        episode.MoveTo(grade);
        Emit(slot, episode, AlertState.Firing, previous, at, reason);
    }

    private void Resolve(int slot, Episode episode, EventTime at, TransitionReason reason)
    {
        _open.Remove(slot);
        Emit(slot, episode, AlertState.Resolved, episode.Current, at, reason);
    }

    private void Emit(int slot, Episode episode, AlertState state, Grade previous, EventTime at, TransitionReason reason)
    {
        var key = _keys.KeyOf(slot);
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
            Site = _keys.SiteOf(slot),
            Onset = episode.Onset,
            FirstEvidence = episode.FirstEvidence,
            At = at,
            Measurement = episode.Measurement,
            Evidence = episode.Evidence,
            FirstRecords = episode.FirstRecords,
        };
        _transitions.Add(transition);
        foreach (var follower in _followers ?? []) follower.Observe(transition);
    }
}
