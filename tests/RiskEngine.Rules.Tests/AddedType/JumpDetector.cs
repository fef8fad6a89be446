using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Rules.Tests.AddedType;

/// <summary>Rule type <c>jump</c>.</summary>
internal sealed class JumpDetector(JumpDetection detection, DetectorSite site) : KeyedState<JumpDetector>(site.MemoryPart, site.Keys), IDetector, IExpiring
{
    private readonly AlertBook _alerts = site.Alerts;
    private SlotTable<Last> _last = new();

    protected override bool IsEmpty => _last.Count == 0;

    public void Observe(EventCursor cursor, int slot)
    {
        var value = detection.Value.Evaluate(cursor);
        if (double.IsNaN(value)) return;
        ref readonly var e = ref cursor.Event;
        ref var last = ref _last.Of(slot, out var isNew);
        var before = last;
        last = new Last(value, e.Time, e.Offset);
        Dirty.Mark(slot);
        if (isNew || e.Time - before.At > detection.Within) return;
        _alerts.Measure(slot, new Measurement(Math.Abs(value - before.Value), 2, before.At, e.Time), new Evidence(before.Offset, e.Offset));
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (!_last.TryRow(slot, out var row)) return false;
        ref var last = ref _last.At(row);
        writer.Double(last.Value);
        writer.Int(last.At.Micros);
        writer.Int(last.Offset);
        return true;
    }

    /// <summary>What <see cref="TrySave"/> wrote, in words.</summary>
    public static string InWords(string _, ref StateReader reader) => $"last {StoredWords.Number(reader.Double())} at {reader.Time()}, record {reader.Int()}";

    public override void Clear() => _last.Clear();

    protected override void Restore(int slot, ref StateReader reader) => _last.Of(slot, out _) = new Last(reader.Double(), reader.Time(), reader.Int());

    protected override bool Forget(int slot) => _last.Remove(slot);

    protected override void TakeOver(JumpDetector before, EventTime now) => _last = before._last;

    private readonly record struct Last(double Value, EventTime At, long Offset);
}
