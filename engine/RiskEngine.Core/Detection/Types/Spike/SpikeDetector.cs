using System.Globalization;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Spike;

/// <summary>Rule type <c>spike</c>.</summary>
internal sealed class SpikeDetector : KeyedState<SpikeDetector>, IDetector, IExpiring, IHopping, IFindingSource
{
    private Dictionary<int, EventTime> _firstSeen = [];
    private readonly SpikeDetection _detection;
    private readonly AlertBook _alerts;
    private PaneTable _table;
    private RegisterTable? _registers;
    private readonly double[] _current;
    private readonly double[] _reference;
    private readonly PaneSketches? _sketches;
    private readonly int _currentPanes;
    private readonly int _gapPanes;
    private (int Slot, EventTime At, double Current, double Reference) _measured;
    private readonly double _scale;
    private readonly KeySchedule _schedule;
    private readonly long _everyPanes;
    private long _swept = long.MinValue;

    public SpikeDetector(SpikeDetection detection, DetectorSite site)
        : base(site.MemoryPart, site.Keys)
    {
        _schedule = site.Schedule;
        _detection = detection;
        _alerts = site.Alerts;
        var pane = PaneSize.For([new WindowSpec(detection.Window, detection.Every), new WindowSpec(detection.Offset ?? detection.Reference, detection.Every)]);
        var layout = detection.Layout;
        _registers = layout.HasTotals ? new RegisterTable(layout.Limits) : null;
        _currentPanes = (int)(detection.Window / pane);
        _everyPanes = (long)(detection.Every / pane);
        _gapPanes = detection.Offset is { } offset ? (int)(offset / pane) : _currentPanes;
        _table = new PaneTable(layout, pane, (int)(detection.Reach / pane));
        _current = new double[layout.Width];
        _reference = new double[layout.Width];
        _sketches = layout.HasSketches ? new PaneSketches(layout) : null;
        _scale = detection.AddsUp && detection.Offset is null ? detection.Window / detection.Reference : 1;
        if (detection.Offset is not null || detection.IsDifference) _alerts.ToldBy(this);
    }

    protected override bool IsEmpty => _table.Count == 0 && _registers is not { Count: > 0 };

    public void Observe(EventCursor cursor, int slot)
    {
        var value = _detection.Value.Evaluate(cursor);
        if (double.IsNaN(value)) return;
        ref readonly var e = ref cursor.Event;
        var total = _registers is null ? 0 : _registers.Read(slot, e.Time, value);
        var begins = _table.Add(slot, value, _detection.Value.Hash?.Invoke(cursor) ?? 0, e.Time, e.Offset, total);
        _firstSeen.TryAdd(slot, e.Time);
        Dirty.Mark(slot);
        if (begins) _schedule.Expect(slot, NextEnd(slot));
    }

    public bool ObserveLate(EventCursor cursor, int slot)
    {
        if (!_table.TryRow(slot, out var row)) return false;
        ref readonly var e = ref cursor.Event;
        var value = _detection.Value.Evaluate(cursor);
        if (double.IsNaN(value) || FirstEndAfter(_table.PaneOf(e.Time)) <= _table.EndedAt(row)) return false;
        if (!_table.TryAddLate(row, value, _detection.Value.Hash?.Invoke(cursor) ?? 0, e.Time, e.Offset)) return false;
        Dirty.Mark(slot);
        return true;
    }

    public EventTime NextEnd(int slot) => _table.TryRow(slot, out var row) ? _table.StartOf(FirstEndAfter(_table.EndedAt(row))) : EventTime.MaxValue;

    public void End(int slot, EventTime end)
    {
        if (!_table.TryRow(slot, out var row)) return;
        var now = _table.PaneOf(end);
        _table.SetEnded(row, now);
        if (!_schedule.DecidesBySilence) Dirty.Mark(slot);
        if (_table.EndedBefore(row, now - _table.Panes)) Remove(row, slot, end);
        else if (end - _firstSeen[slot] >= _detection.Reach) Measure(row, slot, now, end);
    }

    public EventTime NextSweep => _table.Count == 0 ? EventTime.MaxValue : _swept == long.MinValue ? EventTime.MinValue : _table.StartOf(FirstEndAfter(_swept));

    public void Sweep(EventTime floor, KeySchedule schedule)
    {
        _swept = _table.PaneOf(floor);
        for (var row = 0; row < _table.RowCount; row++)
        {
            var slot = _table.SlotAt(row);
            if (slot < 0 || FirstEndAfter(_table.EndedAt(row)) > _swept) continue;
            if (schedule.IsSilent(slot)) schedule.Run(slot, floor);
            else schedule.LookWhenSilent(slot);
        }
    }

    public IReadOnlyList<ScoreFinding> Tell(int slot, EventTime at)
    {
        if (_measured.Slot != slot || _measured.At != at) return [];
        var before = _detection.Offset is { } offset ? $"{_detection.Text}, {Ago(offset)} before" : $"{_detection.Text} before";
        var words = string.Create(CultureInfo.InvariantCulture, $"{_measured.Current:0.###} against {_measured.Reference:0.###}");
        return [ComparedValues.Of("", _measured.Reference, words, (_detection.Text, _measured.Current), (before, _measured.Reference))];
    }

    private static string Ago(TimeSpan span) =>
        span.TotalDays >= 1 && span.Ticks % TimeSpan.TicksPerDay == 0 ? $"{span.Days} d" : string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.###} h");

    public override bool TrySave(int slot, StateWriter writer)
    {
        var isKnown = _registers is not null && _registers.TrySave(slot, writer);
        if (!_table.TryRow(slot, out var row)) return isKnown;
        writer.Int(_firstSeen[slot].Micros);
        _table.Save(row, writer);
        return true;
    }

    /// <summary>What <see cref="TrySave"/> wrote, in words.</summary>
    public static string InWords(string part, ref StateReader reader)
    {
        var register = PaneWords.RegisterOf(part, ref reader);
        return reader.AtEnd ? register : $"{register}first event at {reader.Time()}; {PaneWords.Of(part, lengths: 3, ref reader)}";
    }

    public override void Expire(EventTime now)
    {
        if (_registers is not null) base.Expire(now);
    }

    protected override void Restore(int slot, ref StateReader reader)
    {
        Forget(slot);
        if (!RegisterTable.Restore(_registers, slot, ref reader)) return;
        _firstSeen[slot] = reader.Time();
        _table.Restore(slot, _registers, ref reader);
    }

    protected override bool Forget(int slot)
    {
        _firstSeen.Remove(slot);
        var wasKnown = _registers is not null && _registers.Remove(slot);
        if (!_table.TryRow(slot, out var row)) return wasKnown;
        _table.RemoveRow(row);
        return true;
    }

    protected override void TakeOver(SpikeDetector before, EventTime now)
    {
        _firstSeen = before._firstSeen;
        _table = before._table;
        _registers = before._registers;
    }

    /// <summary>When keys spoke last is known only now, once all segments have been read.</summary>
    public override void Resume(EventTime now)
    {
        for (var row = 0; row < _table.RowCount; row++)
        {
            if (_table.SlotAt(row) is >= 0 and var slot) CatchUp(slot);
        }
    }

    public override void Clear()
    {
        _firstSeen.Clear();
        _table.Clear();
        _registers?.Clear();
    }

    private void Remove(int row, int slot, EventTime due)
    {
        _table.RemoveRow(row);
        _firstSeen.Remove(slot);
        Dirty.Mark(slot);
        _alerts.NoData(slot, due);
    }

    private void Measure(int row, int slot, long now, EventTime due)
    {
        _table.Merge(row, now - _table.Panes, now - _gapPanes - 1, _reference, _sketches);
        var reference = _table.Layout.Read(_detection.Aggregate, _reference, _sketches) * _scale;
        var referenceCount = PaneLayout.CountOf(_reference);
        _table.Merge(row, now - _currentPanes, now - 1, _current, _sketches);
        var current = _table.Layout.Read(_detection.Aggregate, _current, _sketches);
        var count = PaneLayout.CountOf(_current);
        if (count == 0 && _detection.Aggregate.Kind is (AggregateKind.Sum or AggregateKind.Increase)) current = 0;
        _measured = (slot, due, current, reference);
        var factor = referenceCount < _detection.MinReference ? double.NaN
            : _detection.IsDifference ? Difference(current, reference, count) : Factor(current, reference, count);
        var evidence = PaneLayout.EvidenceOf(count > 0 ? _current : _reference);
        _alerts.Measure(slot, new Measurement(factor, count, due - _detection.Window, due), evidence);
    }

    /// <summary>The difference in the direction that counts; with too few events now there is none upwards.</summary>
    private double Difference(double current, double reference, long count)
    {
        var up = count >= _detection.MinCurrent ? current - reference : 0;
        return _detection.Direction switch
        {
            SpikeDirection.Up => up,
            SpikeDirection.Down => reference - current,
            _ => Math.Max(up, reference - current),
        };
    }

    /// <summary>The factor; a count of nothing is taken as one event, so that its factor keeps a scale.</summary>
    private double Factor(double current, double reference, long count)
    {
        if (_detection.Aggregate.Kind == AggregateKind.Count) (current, reference) = (Math.Max(current, 1), Math.Max(reference, double.Min(1, _scale)));
        var up = count >= _detection.MinCurrent ? Ratio(current, reference) : 0;
        var down = Ratio(reference, current);
        return _detection.Direction switch
        {
            SpikeDirection.Up => up,
            SpikeDirection.Down => down,
            _ => Math.Max(up, down),
        };
    }

    /// <summary>At most <see cref="SpikeDetection.LargestFactor"/>, which also stands for something against nothing; nothing against nothing is unknown.</summary>
    private static double Ratio(double value, double to)
    {
        if (to == 0) return value > 0 ? SpikeDetection.LargestFactor : double.NaN;
        var ratio = value / to;
        return double.IsFinite(ratio) ? Math.Min(ratio, SpikeDetection.LargestFactor) : double.NaN;
    }

    /// <summary>Of a silent key the windows had ended that lie below the floor; that is not stored, because it would be for all silent keys at each end.</summary>
    private void CatchUp(int slot)
    {
        if (!_table.TryRow(slot, out var row) || _schedule.Floor == EventTime.MinValue) return;
        var ended = FirstEndAfter(_table.PaneOf(_schedule.Floor)) - _everyPanes;
        if (_schedule.IsSilent(slot) && ended > _table.EndedAt(row)) _table.SetEnded(row, ended);
        else _schedule.Expect(slot, NextEnd(slot));
    }

    private long FirstEndAfter(long pane)
    {
        var rest = pane % _everyPanes;
        return pane - (rest < 0 ? rest + _everyPanes : rest) + _everyPanes;
    }
}
