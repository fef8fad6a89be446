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
internal sealed class FlatlineDetector(FlatlineDetection detection, DetectorSite site)
    : KeyedState<FlatlineDetector>(site.MemoryPart, site.Keys), IDetector, IExpiring, IPrefetchable
{
    private readonly AlertBook _alerts = site.Alerts;
    private SlotTable<Run> _runs = new();

    protected override bool IsEmpty => _runs.Count == 0;

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
        _alerts.Measure(slot, new Measurement(seconds, run.Count, run.Since, e.Time), new Evidence(run.FirstOffset, e.Offset));
    }

    public void PrefetchRow(int slot) => _runs.PrefetchRow(slot);

    public void PrefetchState(int slot, EventTime at)
    {
        _runs.PrefetchValue(slot);
        Dirty.Prefetch(slot);
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (!_runs.TryRow(slot, out var row)) return false;
        ref var run = ref _runs.At(row);
        writer.Double(run.Value);
        writer.Int(run.Since.Micros);
        writer.Int(run.FirstOffset);
        writer.Int(run.Count);
        return true;
    }

    /// <summary>What <see cref="TrySave"/> wrote, in words.</summary>
    public static string InWords(string _, ref StateReader reader) =>
        $"reads {StoredWords.Number(reader.Double())} since {reader.Time()}, from record {reader.Int()}, {reader.Int()} times";

    public override void Clear() => _runs.Clear();

    protected override void Restore(int slot, ref StateReader reader) =>
        _runs.Of(slot, out _) = new Run(reader.Double(), reader.Time(), reader.Int(), reader.Int());

    protected override bool Forget(int slot) => _runs.Remove(slot);

    protected override void TakeOver(FlatlineDetector before, EventTime now) => _runs = before._runs;

    private readonly record struct Run(double Value, EventTime Since, long FirstOffset, long Count);
}
