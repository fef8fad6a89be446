using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Flatline;

/// <summary>Rule type <c>flatline</c>.</summary>
internal sealed class FlatlineDetector(FlatlineDetection detection, KeyDirectory keys, AlertBook alerts) : IDetector, IKeyedState, IExpiring, IKeepsBySource
{
    private SlotTable<Run> _runs = new();

    public KeyDirectory Keys => keys;

    public string StateId { get; } = PartId.OfMemory(alerts.Rule) ?? throw new ArgumentException($"rule '{alerts.Rule.Id}' keeps no memory", nameof(alerts));

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => _runs.Count == 0 ? 0 : keys.SlotBound;

    public void Observe(EventCursor cursor, int slot)
    {
        var value = detection.Value.Evaluate(cursor);
        if (double.IsNaN(value)) return;
        ref readonly var e = ref cursor.Event;
        ref var run = ref _runs.Of(slot, out var isNew);
        run = !isNew && Math.Abs(value - run.Value) <= detection.Tolerance
            ? run with { Count = run.Count + 1 }
            : new Run(value, e.Time, e.Offset, 1);
        Dirty.Mark(slot);
        var seconds = run.Count >= detection.MinCount ? (e.Time - run.Since).TotalSeconds : 0;
        alerts.Measure(slot, new Measurement(seconds, run.Count, run.Since, e.Time), new Evidence(run.FirstOffset, e.Offset));
    }

    public void FetchRow(int slot) => _runs.FetchRow(slot);

    public void FetchState(int slot, EventTime at)
    {
        _runs.FetchValue(slot);
        Dirty.Fetch(slot);
    }

    public string KeyOf(int slot) => keys.KeyOf(slot);

    public bool TrySave(int slot, StateWriter writer)
    {
        if (!_runs.TryRow(slot, out var row)) return false;
        ref var run = ref _runs.At(row);
        writer.Double(run.Value);
        writer.Int(run.Since.Micros);
        writer.Int(run.FirstOffset);
        writer.Int(run.Count);
        return true;
    }

    public void Restore(string key, ref StateReader reader) =>
        _runs.Of(keys.SlotOf(key), out _) = new Run(reader.Double(), reader.Time(), reader.Int(), reader.Int());

    public void Forget(string key)
    {
        if (keys.TrySlotOf(key, out var slot)) _runs.Remove(slot);
    }

    public void Expire(EventTime now)
    {
        for (var row = 0; row < _runs.RowCount; row++)
        {
            var slot = _runs.SlotAt(row);
            if (slot < 0 || !keys.IsExpiring(slot)) continue;
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
