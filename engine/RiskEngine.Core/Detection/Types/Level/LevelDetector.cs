using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Level;

/// <summary>Rule type <c>level</c>.</summary>
internal sealed class LevelDetector(LevelDetection detection, DetectorSite site)
    : TimedState<LevelDetector>(site.MemoryPart, site.Keys, site.Schedule), IDetector, IPrefetchable
{
    private readonly AlertBook _alerts = site.Alerts;
    private readonly double _lowest = detection.Lowest ?? double.NegativeInfinity;
    private SlotTable<Day> _days = new();

    protected override bool IsEmpty => _days.Count == 0;

    public void Observe(EventCursor cursor, int slot)
    {
        var value = detection.Value.Evaluate(cursor);
        if (double.IsNaN(value)) return;
        ref readonly var e = ref cursor.Event;
        ref var day = ref _days.Of(slot, out var isNew);
        if (isNew || day.Resets <= e.Time)
        {
            day = new Day(0, e.Time, detection.Reset.After(e.Time), Evidence.At(e.Offset), 0);
            SetTimer(day.Resets, TimerClass.Window, slot);
        }

        day = day with
        {
            Level = Math.Max(_lowest, day.Level + value),
            Records = new Evidence(Math.Min(day.Records.FirstOffset, e.Offset), Math.Max(day.Records.LastOffset, e.Offset)),
            Count = day.Count + 1,
        };
        Dirty.Mark(slot);
        _alerts.Measure(slot, new Measurement(day.Level, day.Count, day.Since, e.Time) { Newer = 1 }, day.Records);
    }

    public void PrefetchRow(int slot) => _days.PrefetchRow(slot);

    public void PrefetchState(int slot, EventTime at)
    {
        _days.PrefetchValue(slot);
        Dirty.Prefetch(slot);
    }

    public override void OnTimer(int slot, EventTime due)
    {
        if (!_days.TryRow(slot, out var row) || _days.At(row).Resets != due) return;
        _days.Remove(slot);
        Dirty.Mark(slot);
        if (_alerts.IsOpen(slot)) _alerts.Measure(slot, new Measurement(0, 0, due, due), Evidence.None);
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (!_days.TryRow(slot, out var row)) return false;
        ref var day = ref _days.At(row);
        writer.Double(day.Level);
        writer.Int(day.Since.Micros);
        writer.Int(day.Records.FirstOffset);
        writer.Int(day.Records.LastOffset);
        writer.Int(day.Count);
        return true;
    }

    /// <summary>What <see cref="TrySave"/> wrote, in words.</summary>
    public static string InWords(string _, ref StateReader reader) =>
        $"level {StoredWords.Number(reader.Double())} since {reader.Time()}, by records {reader.Int()} to {reader.Int()}, {reader.Int()} events";

    public override void Clear() => _days.Clear();

    public override void Resume(EventTime now)
    {
        for (var row = 0; row < _days.RowCount; row++)
        {
            if (_days.SlotAt(row) is >= 0 and var slot) SetTimer(_days.At(row).Resets, TimerClass.Window, slot);
        }
    }

    protected override void Restore(int slot, ref StateReader reader)
    {
        var (level, since) = (reader.Double(), reader.Time());
        _days.Of(slot, out _) = new Day(level, since, detection.Reset.After(since), new Evidence(reader.Int(), reader.Int()), reader.Int());
    }

    protected override bool Forget(int slot) => _days.Remove(slot);

    protected override void TakeState(LevelDetector before, EventTime now) => _days = before._days;

    /// <summary>What happened since a reset.</summary>
    private readonly record struct Day(double Level, EventTime Since, EventTime Resets, Evidence Records, long Count);
}
