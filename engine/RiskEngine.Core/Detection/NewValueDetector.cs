using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection;

/// <summary>Rule type <c>new_value</c>.</summary>
internal sealed class NewValueDetector : IDetector, IKeyedState
{
    private Dictionary<int, Memory> _memories = [];
    private readonly NewValueDetection _detection;
    private readonly KeyDirectory _keys;
    private readonly HoldTimers _findings;

    public NewValueDetector(NewValueDetection detection, KeyDirectory keys, EventTimers timers, AlertBook alerts)
    {
        _detection = detection;
        _keys = keys;
        _findings = new HoldTimers(detection.Hold, alerts, timers);
        StateId = $"new:{alerts.Rule.Id}:{alerts.Rule.By}:{detection.Value.Text}";
    }

    public string StateId { get; }

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => _keys.SlotBound;

    public void Observe(EventCursor cursor, int slot)
    {
        if (!TryHash(cursor, out var hash)) return;
        ref readonly var e = ref cursor.Event;
        if (!_memories.TryGetValue(slot, out var memory)) _memories.Add(slot, memory = new Memory(e.Time));
        Dirty.Mark(slot);
        var isKnown = memory.LastSeen.TryGetValue(hash, out var last) && e.Time - last <= _detection.Remember;
        if (!isKnown && memory.LastSeen.Count >= _detection.MaxValues) memory.LastSeen.Remove(memory.LastSeen.MinBy(entry => entry.Value.Micros).Key);
        memory.LastSeen[hash] = e.Time;
        if (!isKnown && e.Time - memory.FirstEvent >= _detection.Learn) _findings.Find(slot, 1, e.Time, e.Time, Evidence.At(e.Offset));
    }

    public string KeyOf(int slot) => _keys.KeyOf(slot);

    public bool TrySave(int slot, StateWriter writer)
    {
        if (!_memories.TryGetValue(slot, out var memory)) return false;
        writer.Int(memory.FirstEvent.Micros);
        writer.Int(_findings.Until(slot)?.Micros ?? 0);
        writer.Count(memory.LastSeen.Count);
        foreach (var (hash, last) in memory.LastSeen)
        {
            writer.Double(BitConverter.UInt64BitsToDouble(hash));
            writer.Int(memory.FirstEvent.Micros - last.Micros);
        }

        return true;
    }

    public void Restore(string key, ref StateReader reader)
    {
        var slot = _keys.SlotOf(key);
        var memory = new Memory(reader.Time()) { HeldUntil = reader.Time() };
        for (var left = reader.Count(); left > 0; left--)
        {
            var hash = BitConverter.DoubleToUInt64Bits(reader.Double());
            memory.LastSeen[hash] = new EventTime(memory.FirstEvent.Micros - reader.Int());
        }

        _memories[slot] = memory;
    }

    public void Forget(string key)
    {
        if (_keys.TrySlotOf(key, out var slot)) _memories.Remove(slot);
    }

    public void Adopt(IKeyedState before)
    {
        if (before is not NewValueDetector other) throw new ArgumentException($"'{StateId}' is no longer the same part", nameof(before));
        _memories = other._memories;
        foreach (var (slot, memory) in _memories) memory.HeldUntil = other._findings.Until(slot) ?? EventTime.MinValue;
        Dirty.MarkAll(other.Dirty);
    }

    public void Clear() => _memories.Clear();

    public void Resume(EventTime now)
    {
        foreach (var (slot, memory) in _memories)
        {
            if (memory.HeldUntil >= now) _findings.SetUntil(slot, memory.HeldUntil);
        }
    }

    private bool TryHash(EventCursor cursor, out ulong hash)
    {
        if (_detection.Value.Hash is { } ofText)
        {
            hash = ofText(cursor);
            return hash != 0;
        }

        var number = _detection.Value.Evaluate(cursor);
        hash = DistinctSketch.Mix(BitConverter.DoubleToUInt64Bits(number));
        return !double.IsNaN(number);
    }

    private sealed class Memory(EventTime firstEvent)
    {
        public EventTime FirstEvent { get; } = firstEvent;

        public EventTime HeldUntil { get; set; } = EventTime.MinValue;

        public Dictionary<ulong, EventTime> LastSeen { get; } = [];
    }
}
