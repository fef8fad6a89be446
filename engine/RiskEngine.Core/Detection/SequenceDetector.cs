using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>Rule type <c>sequence</c>.</summary>
/// <remarks>At most 64 partial matches per key: beyond, the oldest gives way. Partial matches of one key start, and so end, in order: one timer is enough.</remarks>
internal sealed class SequenceDetector : IDetector, IKeyedState, ITimed
{
    private const int MostPartials = 64;
    private Dictionary<int, List<PartialMatch>> _partials = [];
    private readonly Dictionary<int, EventTime> _held = [];
    private readonly SequenceDetection _detection;
    private readonly KeyDirectory _keys;
    private readonly EventTimers _timers;
    private readonly HoldTimers _findings;

    public SequenceDetector(SequenceDetection detection, KeyDirectory keys, EventTimers timers, AlertBook alerts)
    {
        _detection = detection;
        _keys = keys;
        _timers = timers;
        _findings = new HoldTimers(detection.Hold, alerts, timers);
        StateId = $"sequence:{alerts.Rule.Id}:{alerts.Rule.By}:{detection.Measure}:{detection.Within.Ticks}";
    }

    public string StateId { get; }

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => _keys.SlotBound;

    public void Observe(EventCursor cursor, int slot)
    {
        ref readonly var e = ref cursor.Event;
        _partials.TryGetValue(slot, out var partials);
        if (partials is not null && Advance(cursor, slot, partials)) return;
        if (!_detection.Steps[0].Fits(cursor)) return;
        if (partials is null) _partials.Add(slot, partials = []);
        if (partials.Count == MostPartials) partials.RemoveAt(0);
        partials.Add(new PartialMatch(e.Time, e.Offset));
        Dirty.Mark(slot);
        if (partials.Count == 1) SetTimer(slot, partials);
    }

    /// <summary>Partial matches whose time is over; an event at the limit was in time and came before.</summary>
    public void OnTimer(int slot, EventTime due)
    {
        if (!_partials.TryGetValue(slot, out var partials)) return;
        while (partials.Count > 0 && EndOf(partials[0]) <= due)
        {
            var ended = partials[0];
            partials.RemoveAt(0);
            Dirty.Mark(slot);
            if (ended.IsCompleteAtTimeout(_detection.Steps) == _detection.FiresOnTimeout) continue;
            Find(slot, ended, due);
            if (!_detection.FiresOnTimeout) partials.Clear();
        }

        if (partials.Count == 0) _partials.Remove(slot);
        else SetTimer(slot, partials);
    }

    public string KeyOf(int slot) => _keys.KeyOf(slot);

    public bool TrySave(int slot, StateWriter writer)
    {
        var held = _findings.Until(slot);
        if (!_partials.TryGetValue(slot, out var partials) && held is null) return false;
        writer.Int(held?.Micros ?? 0);
        writer.Count(partials?.Count ?? 0);
        foreach (var partial in partials ?? []) partial.Save(writer);
        return true;
    }

    public void Restore(string key, ref StateReader reader)
    {
        var slot = _keys.SlotOf(key);
        _held[slot] = reader.Time();
        var partials = new List<PartialMatch>();
        for (var left = reader.Count(); left > 0; left--) partials.Add(PartialMatch.Restored(ref reader));
        if (partials.Count > 0) _partials[slot] = partials;
        else _partials.Remove(slot);
    }

    public void Forget(string key)
    {
        if (!_keys.TrySlotOf(key, out var slot)) return;
        _partials.Remove(slot);
        _held.Remove(slot);
    }

    public void Adopt(IKeyedState before)
    {
        if (before is not SequenceDetector other) throw new ArgumentException($"'{StateId}' is no longer the same part", nameof(before));
        _partials = other._partials;
        foreach (var (slot, until) in other._findings.All) _held[slot] = until;
        Dirty.MarkAll(other.Dirty);
    }

    public void Clear()
    {
        _partials.Clear();
        _held.Clear();
    }

    public void Resume(EventTime now)
    {
        foreach (var (slot, until) in _held)
        {
            if (until >= now) _findings.SetUntil(slot, until);
        }

        _held.Clear();
        foreach (var (slot, partials) in _partials) SetTimer(slot, partials);
    }

    private bool Advance(EventCursor cursor, int slot, List<PartialMatch> partials)
    {
        for (var i = 0; i < partials.Count; i++)
        {
            switch (partials[i].Observe(cursor, _detection.Steps))
            {
                case PartialMatch.Progress.Broken:
                    partials.RemoveAt(i--);
                    Dirty.Mark(slot);
                    break;
                case PartialMatch.Progress.Complete:
                    var complete = partials[i];
                    partials.Clear();
                    _partials.Remove(slot);
                    Dirty.Mark(slot);
                    if (!_detection.FiresOnTimeout) Find(slot, complete, cursor.Event.Time);
                    return true;
                default:
                    Dirty.Mark(slot);
                    break;
            }
        }

        return false;
    }

    private void Find(int slot, PartialMatch match, EventTime at)
    {
        Dirty.Mark(slot);
        _findings.Find(slot, match.Matched, match.Start, at, match.Records);
    }

    private EventTime EndOf(PartialMatch partial) => partial.Start + _detection.Within;

    private void SetTimer(int slot, List<PartialMatch> partials) => _timers.Set(EndOf(partials[0]), TimerClass.Detector, this, slot);
}
