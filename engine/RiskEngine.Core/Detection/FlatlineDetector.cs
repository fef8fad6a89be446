using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>Rule type <c>flatline</c>.</summary>
internal sealed class FlatlineDetector(FlatlineDetection detection, KeyDirectory keys, AlertBook alerts) : IDetector, IKeyedState, IExpiring
{
    private Dictionary<int, Run> _runs = [];

    public KeyDirectory Keys => keys;

    public string StateId { get; } = PartId.OfMemory(alerts.Rule) ?? throw new ArgumentException($"rule '{alerts.Rule.Id}' keeps no memory", nameof(alerts));

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => _runs.Count == 0 ? 0 : keys.SlotBound;

    public void Observe(EventCursor cursor, int slot)
    {
        var value = detection.Value.Evaluate(cursor);
        if (double.IsNaN(value)) return;
        ref readonly var e = ref cursor.Event;
        var run = _runs.TryGetValue(slot, out var known) && Math.Abs(value - known.Value) <= detection.Tolerance
            ? known with { Count = known.Count + 1 }
            : new Run(value, e.Time, e.Offset, 1);
        _runs[slot] = run;
        Dirty.Mark(slot);
        var seconds = run.Count >= detection.MinCount ? (e.Time - run.Since).TotalSeconds : 0;
        alerts.Measure(slot, new Measurement(seconds, run.Count, run.Since, e.Time), new Evidence(run.FirstOffset, e.Offset));
    }

    public string KeyOf(int slot) => keys.KeyOf(slot);

    public bool TrySave(int slot, StateWriter writer)
    {
        if (!_runs.TryGetValue(slot, out var run)) return false;
        writer.Double(run.Value);
        writer.Int(run.Since.Micros);
        writer.Int(run.FirstOffset);
        writer.Int(run.Count);
        return true;
    }

    public void Restore(string key, ref StateReader reader) =>
        _runs[keys.SlotOf(key)] = new Run(reader.Double(), reader.Time(), reader.Int(), reader.Int());

    public void Forget(string key)
    {
        if (keys.TrySlotOf(key, out var slot)) _runs.Remove(slot);
    }

    public void Expire(EventTime now)
    {
        foreach (var slot in _runs.Keys)
        {
            if (!keys.IsExpiring(slot)) continue;
            _runs.Remove(slot);
            Dirty.Mark(slot);
        }
    }

    public void Adopt(IKeyedState before, EventTime now)
    {
        if (before is not FlatlineDetector other) throw new ArgumentException($"'{StateId}' is no longer the same part", nameof(before));
        _runs = other._runs;
        Dirty.TakeOver(other.Dirty);
    }

    public void Retire()
    {
    }

    public void Clear() => _runs.Clear();

    public void Resume(EventTime now)
    {
    }

    private readonly record struct Run(double Value, EventTime Since, long FirstOffset, long Count);
}
