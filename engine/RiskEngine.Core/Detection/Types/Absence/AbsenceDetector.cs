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
/// Where the rule has a schedule, only what lies within it counts. One timer per key, moved on lazily: it looks at the time of the last event when it comes due.
/// A key that is expected and never spoke has no record.
/// </remarks>
internal sealed class AbsenceDetector : TimedState<AbsenceDetector>, IDetector, IExpiring, IPrefetchable, IKeepsRoster
{
    private SlotTable<Key> _lastSeen = new();
    private readonly AbsenceDetection _detection;
    private readonly AlertBook _alerts;
    private readonly KeySchedule _schedule;
    private readonly Schedule? _hours;

    public AbsenceDetector(AbsenceDetection detection, DetectorSite site)
        : base(site.MemoryPart, site.Keys, site.Schedule)
    {
        _detection = detection;
        _alerts = site.Alerts;
        _schedule = site.Schedule;
        _hours = site.Rule.Schedule;
        Roster = detection.Expected.Count > 0 ? new Roster(detection.Expected, this) : null;
    }

    /// <summary>The keys that ought to speak; null where the rule names none.</summary>
    public Roster? Roster { get; }

    public Rule Rule => _alerts.Rule;

    protected override bool IsEmpty => _lastSeen.Count == 0;

    public void Observe(EventCursor cursor, int slot)
    {
        ref readonly var e = ref cursor.Event;
        ref var key = ref _lastSeen.Of(slot, out _);

        // Whoever sends a backlog speaks now: its silence is over, and the next one begins no earlier than the time that would be noticed as silence.
        key.At = EventTime.Max(key.At, EventTime.Max(e.Time, _schedule.Floor));
        key.Offset = e.Offset;
        Dirty.Mark(slot);
        if (_alerts.IsOpen(slot)) _alerts.Measure(slot, new Measurement(0, 1, e.Time, e.Time), Evidence.At(e.Offset));
        if (!key.HasTimer || (key.WaitsFor > 0 && key.TimerAt > key.At + _detection.Thresholds[0])) SetTimer(slot, ref key, 0);
    }

    /// <summary>Whoever speaks is not silent, in whatever order.</summary>
    public bool ObserveLate(EventCursor cursor, int slot)
    {
        Observe(cursor, slot);
        return true;
    }

    public void PrefetchRow(int slot) => _lastSeen.PrefetchRow(slot);

    public void PrefetchState(int slot, EventTime at)
    {
        _lastSeen.PrefetchValue(slot);
        Dirty.Prefetch(slot);
    }

    public override void OnTimer(int slot, EventTime due)
    {
        if (!_lastSeen.TryRow(slot, out var row)) return;
        ref var key = ref _lastSeen.At(row);
        if (!key.HasTimer || key.TimerAt != due) return;
        key.HasTimer = false;
        var silence = _hours is null ? due - key.At : _hours.Within(key.At, due);
        var reached = Reached(silence);
        if (reached > 0) _alerts.Measure(slot, new Measurement(silence.TotalSeconds, 0, key.At, due), Evidence.At(key.Offset));
        if (reached < _detection.Thresholds.Count) SetTimer(slot, ref key, reached);
    }

    /// <summary>Takes on expected keys that have not spoken; those that are watched already stay as they are.</summary>
    public void Watch(IEnumerable<ExpectedKey> expected, EventTime now)
    {
        foreach (var entry in expected)
        {
            if (!Keys.TryAdd(entry.Key, out var slot)) continue;
            Keys.ExpectAt(slot, entry.Site, now);
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

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (!_lastSeen.TryRow(slot, out var row)) return false;
        ref var key = ref _lastSeen.At(row);
        writer.Int(key.At.Micros);
        writer.Int(key.Offset);
        return true;
    }

    /// <summary>What <see cref="TrySave"/> wrote, in words.</summary>
    public static string InWords(string _, ref StateReader reader)
    {
        var at = reader.Time();
        var offset = reader.Int();
        return offset < 0 ? $"expected, and missed since {at}" : $"last event at {at}, record {offset}";
    }

    public override void Clear() => _lastSeen.Clear();

    public override void Resume(EventTime now)
    {
        for (var row = 0; row < _lastSeen.RowCount; row++)
        {
            var slot = _lastSeen.SlotAt(row);
            if (slot < 0) continue;
            ref var key = ref _lastSeen.At(row);
            var reached = 0;

            // Where a key speaks again to other rules, its clock tells no more how far its silence had come here: the alert does.
            while (reached < _detection.Thresholds.Count && DueOf(key, reached) is var due && (due < _schedule.RunUntil(slot) || due <= _alerts.DecidedUntil(slot))) reached++;

            // One that comes too early finds nothing to do and sets the next, so a longer silence asked for needs none.
            if (reached < _detection.Thresholds.Count && !(key.HasTimer && key.TimerAt <= DueOf(key, reached))) SetTimer(slot, ref key, reached);
        }
    }

    protected override void Restore(int slot, ref StateReader reader) =>
        _lastSeen.Of(slot, out _) = new Key { At = reader.Time(), Offset = reader.Int() };

    protected override bool Forget(int slot) => _lastSeen.Remove(slot);

    protected override void TakeState(AbsenceDetector before, EventTime now)
    {
        _lastSeen = before._lastSeen;
        if (!_detection.Thresholds.SequenceEqual(before._detection.Thresholds) || _hours?.Text != before._hours?.Text) Resume(now);
    }

    private int Reached(TimeSpan silence)
    {
        var reached = 0;
        while (reached < _detection.Thresholds.Count && silence >= _detection.Thresholds[reached]) reached++;
        return reached;
    }

    private void SetTimer(int slot, ref Key key, int threshold)
    {
        var due = DueOf(key, threshold);
        (key.TimerAt, key.HasTimer, key.WaitsFor) = (due, true, threshold);
        SetTimer(due, TimerClass.Detector, slot);
    }

    private EventTime DueOf(in Key key, int threshold) =>
        _hours is null ? key.At + _detection.Thresholds[threshold] : _hours.After(key.At, _detection.Thresholds[threshold]);

    private struct Key
    {
        public EventTime At { get; set; }

        public long Offset { get; set; }

        /// <summary>When the valid timer comes due; another one is stale.</summary>
        public EventTime TimerAt { get; set; }

        public bool HasTimer { get; set; }

        /// <summary>For which of the thresholds it comes due.</summary>
        public int WaitsFor { get; set; }
    }
}
