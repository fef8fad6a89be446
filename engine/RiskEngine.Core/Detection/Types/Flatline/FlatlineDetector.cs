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
    private readonly Schedule? _schedule = site.Rule.Schedule;
    private SlotTable<Run> _runs = new();

    /// <summary>How much of each run lay in the schedule, where there is one; what is not known follows from the run.</summary>
    private SlotTable<OpenTime> _open = new();

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
        var flat = _schedule is null ? e.Time - run.Since : OpenSince(_schedule, slot, run, e.Time);
        var seconds = run.Count >= detection.MinCount ? flat.TotalSeconds : 0;
        _alerts.Measure(slot, new Measurement(seconds, run.Count, run.Since, e.Time) { Newer = 1 }, new Evidence(run.FirstOffset, e.Offset));
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

    public override void Clear()
    {
        _runs.Clear();
        _open.Clear();
    }

    protected override void Restore(int slot, ref StateReader reader)
    {
        _open.Remove(slot);
        _runs.Of(slot, out _) = new Run(reader.Double(), reader.Time(), reader.Int(), reader.Int());
    }

    protected override bool Forget(int slot)
    {
        _open.Remove(slot);
        return _runs.Remove(slot);
    }

    protected override void TakeOver(FlatlineDetector before, EventTime now) => (_runs, _open) = (before._runs, before._open);

    /// <summary>How much of a run lay in the schedule; only what came since the reading before is counted anew.</summary>
    private TimeSpan OpenSince(Schedule schedule, int slot, in Run run, EventTime now)
    {
        ref var open = ref _open.Of(slot, out var isNew);
        if (isNew || run.Count == 1) open = new OpenTime(run.Since, TimeSpan.Zero);
        open = new OpenTime(now, open.Length + schedule.Within(open.Until, now));
        return open.Length;
    }

    private readonly record struct Run(double Value, EventTime Since, long FirstOffset, long Count);

    private readonly record struct OpenTime(EventTime Until, TimeSpan Length);
}
