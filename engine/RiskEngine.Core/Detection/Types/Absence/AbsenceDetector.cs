using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Absence;

/// <summary>Rule type <c>absence</c>: how long a key that has been seen, or is expected, has been silent. An event ends the silence.</summary>
/// <remarks>
/// Measured when the silence reaches a threshold (an event at that very time comes first), and at every event while an alert is open, as 0 s.
/// One timer per key, moved on lazily: it looks at the time of the last event when it comes due. A key that is expected and never spoke has no record.
/// </remarks>
internal sealed class AbsenceDetector : IDetector, IKeyedState, IExpiring, ITimed, IKeepsBySource
{
    private SlotTable<Key> _lastSeen = new();
    private readonly AbsenceDetection _detection;
    private readonly KeyDirectory _keys;
    private readonly EventTimers _timers;
    private readonly AlertBook _alerts;
    private TimerTarget _timerTarget;

    public AbsenceDetector(AbsenceDetection detection, KeyDirectory keys, EventTimers timers, AlertBook alerts)
    {
        _detection = detection;
        _keys = keys;
        _timers = timers;
        _timerTarget = new TimerTarget(this);
        _alerts = alerts;
        StateId = PartId.OfMemory(alerts.Rule) ?? throw new ArgumentException($"rule '{alerts.Rule.Id}' keeps no memory", nameof(alerts));
        Roster = detection.Expected.Count > 0 ? new Roster(detection.Expected) : null;
    }

    /// <summary>The keys that ought to speak; null where the rule names none.</summary>
    public Roster? Roster { get; private set; }

    public Rule Rule => _alerts.Rule;

    public KeyDirectory Keys => _keys;

    public string StateId { get; }

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => _lastSeen.Count == 0 ? 0 : _keys.SlotBound;

    public void Observe(EventCursor cursor, int slot)
    {
        ref readonly var e = ref cursor.Event;
        ref var key = ref _lastSeen.Of(slot, out _);
        key.At = e.Time;
        key.Offset = e.Offset;
        Dirty.Mark(slot);
        if (_alerts.IsOpen(slot)) _alerts.Measure(slot, new Measurement(0, 1, e.Time, e.Time), Evidence.At(e.Offset));
        if (!key.HasTimer || key.TimerAt > e.Time + _detection.Thresholds[0]) SetTimer(slot, ref key, 0);
    }

    public void FetchRow(int slot) => _lastSeen.FetchRow(slot);

    public void FetchState(int slot, EventTime at)
    {
        _lastSeen.FetchValue(slot);
        Dirty.Fetch(slot);
    }

    public void OnTimer(int slot, EventTime due)
    {
        if (!_lastSeen.TryRow(slot, out var row)) return;
        ref var key = ref _lastSeen.At(row);
        if (!key.HasTimer || key.TimerAt != due) return;
        key.HasTimer = false;
        var silence = due - key.At;
        var reached = Reached(silence);
        if (reached > 0) _alerts.Measure(slot, new Measurement(silence.TotalSeconds, 0, key.At, due), Evidence.At(key.Offset));
        if (reached < _detection.Thresholds.Count) SetTimer(slot, ref key, reached);
    }

    /// <summary>Takes on expected keys that have not spoken; those that are watched already stay as they are.</summary>
    public void Watch(IEnumerable<ExpectedKey> expected, EventTime now)
    {
        foreach (var entry in expected)
        {
            if (!_keys.TryAdd(entry.Key, out var slot)) continue;
            _keys.ExpectAt(slot, entry.Site, now);
            ref var key = ref _lastSeen.Of(slot, out var isNew);
            if (!isNew) continue;
            (key.At, key.Offset) = (now, Evidence.None.FirstOffset);
            Dirty.Mark(slot);
            SetTimer(slot, ref key, 0);
        }
    }

    /// <summary>Drops keys that never spoke and are not expected any more.</summary>
    public void DropUnexpected(EventTime now)
    {
        for (var row = 0; row < _lastSeen.RowCount; row++)
        {
            var slot = _lastSeen.SlotAt(row);
            if (slot < 0 || _lastSeen.At(row).Offset >= 0 || Roster?.Contains(KeyOf(slot)) == true) continue;
            _lastSeen.Remove(slot);
            Dirty.Mark(slot);
            if (_alerts.IsOpen(slot)) _alerts.Measure(slot, new Measurement(0, 0, now, now), Evidence.None);
        }
    }

    public string KeyOf(int slot) => _keys.KeyOf(slot);

    public bool TrySave(int slot, StateWriter writer)
    {
        if (!_lastSeen.TryRow(slot, out var row)) return false;
        ref var key = ref _lastSeen.At(row);
        writer.Int(key.At.Micros);
        writer.Int(key.Offset);
        return true;
    }

    public void Restore(string key, ref StateReader reader) =>
        _lastSeen.Of(_keys.SlotOf(key), out _) = new Key { At = reader.Time(), Offset = reader.Int() };

    public void Forget(string key)
    {
        if (_keys.TrySlotOf(key, out var slot)) _lastSeen.Remove(slot);
    }

    public void Expire(EventTime now)
    {
        for (var row = 0; row < _lastSeen.RowCount; row++)
        {
            var slot = _lastSeen.SlotAt(row);
            if (slot < 0 || !_keys.IsExpiring(slot)) continue;
            _lastSeen.Remove(slot);
            Dirty.Mark(slot);
        }
    }

    public void Adopt(IKeyedState before, EventTime now)
    {
        if (before is not AbsenceDetector other) throw new ArgumentException($"'{StateId}' is no longer the same part", nameof(before));
        _lastSeen = other._lastSeen;
        Dirty.TakeOver(other.Dirty);
        _timerTarget = other._timerTarget;
        _timerTarget.PassTo(this);
        if (_detection.Thresholds.SequenceEqual(other._detection.Thresholds)) return;
        Resume(now);
    }

    public void Retire() => _timerTarget.Drop();

    /// <summary>Whether it expects the same keys as another.</summary>
    public bool Expects(AbsenceDetector other) => _detection.Expected.SequenceEqual(other._detection.Expected);

    /// <summary>Goes on with the roster of the same rule before, which knows the sites that were seen.</summary>
    public void TakeRoster(AbsenceDetector before) => Roster = before.Roster;

    public void Clear() => _lastSeen.Clear();

    public void Resume(EventTime now)
    {
        for (var row = 0; row < _lastSeen.RowCount; row++)
        {
            var slot = _lastSeen.SlotAt(row);
            if (slot < 0) continue;
            ref var key = ref _lastSeen.At(row);
            var reached = 0;
            while (reached < _detection.Thresholds.Count && key.At + _detection.Thresholds[reached] < now) reached++;

            // One that comes too early finds nothing to do and sets the next, so a longer silence asked for needs none.
            if (reached < _detection.Thresholds.Count && !(key.HasTimer && key.TimerAt <= key.At + _detection.Thresholds[reached])) SetTimer(slot, ref key, reached);
        }
    }

    private int Reached(TimeSpan silence)
    {
        var reached = 0;
        while (reached < _detection.Thresholds.Count && silence >= _detection.Thresholds[reached]) reached++;
        return reached;
    }

    private void SetTimer(int slot, ref Key key, int threshold)
    {
        var due = key.At + _detection.Thresholds[threshold];
        (key.TimerAt, key.HasTimer) = (due, true);
        _timers.Set(due, TimerClass.Detector, _timerTarget, slot);
    }

    private struct Key
    {
        public EventTime At { get; set; }

        public long Offset { get; set; }

        /// <summary>When the valid timer comes due; another one is stale.</summary>
        public EventTime TimerAt { get; set; }

        public bool HasTimer { get; set; }
    }
}
