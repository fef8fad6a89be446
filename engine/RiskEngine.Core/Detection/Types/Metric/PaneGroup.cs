using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Metric;

/// <summary>Rule type <c>metric</c> over hopping and tumbling windows: rules that aggregate the same number of the same events by the same key, with panes
/// of one length and equal columns, share one set of panes.</summary>
/// <remarks>Panes are as long as the greatest common divisor of size and hop of each of the rules: whoever joins or leaves changes nothing for the others but
/// how many panes are kept. When the clock reaches the end of a window, every key that has data in
/// it is measured. A key is silent at an end whose window holds nothing of it while it had data at or after the start of the window before; a measure that
/// only counts is then measured as 0, any other reported as no data. Later ends say nothing until it speaks again. Where it holds other windows, what those
/// measure is a value of the last moment before they end. Benchmark: PaneGroupBenchmarks.</remarks>
internal sealed class PaneGroup : KeyedState<PaneGroup>, IDetector, IExpiring, IPrefetchable, IHopping, IMeasurementSink
{
    private const int PrefetchedRows = 12;
    private readonly EventNumber _value;
    private PaneTable _table;
    private RegisterTable? _registers;
    private readonly PaneSketches? _sketches;
    private readonly double[] _columns;
    private readonly Hop[] _hops;
    private readonly TimeSpan[] _covered;
    private readonly TimeSpan _inner;
    private readonly KeySchedule _schedule;
    private long _swept = long.MinValue;

    public PaneGroup(string stateId, KeyDirectory keys, KeySchedule schedule, IReadOnlyList<PaneReader> rules)
        : base(stateId, keys)
    {
        _schedule = schedule;
        _value = rules[0].Detection.Value;
        var layout = rules[0].Detection.Layout;
        var pane = rules[0].Detection.Pane;
        var longest = rules.Max(rule => rule.Detection.Held.Size);
        _inner = rules[0].Detection.Inner?.Window.Every ?? TimeSpan.Zero;
        _covered = [.. rules.Where(rule => rule.AsksForCoverage).Select(rule => rule.Detection.Held.Size).Distinct().Order()];
        _table = new PaneTable(layout, pane, (int)(longest / pane), _covered);
        _registers = layout.HasTotals ? new RegisterTable(layout.Limits) : null;
        _columns = new double[layout.Width];
        _sketches = layout.HasSketches ? new PaneSketches(layout) : null;
        _hops = [.. rules.GroupBy(rule => rule.Detection.Held).Select(hop => new Hop(hop.Key, pane, Array.IndexOf(_covered, hop.Key.Size), [.. hop]))];
    }

    protected override bool IsEmpty => _table.Count == 0 && _registers is not { Count: > 0 };

    /// <summary>How many keys have data.</summary>
    public int KeyCount => _table.Count;

    public void Observe(EventCursor cursor, int slot)
    {
        var value = _value.Evaluate(cursor);
        if (double.IsNaN(value)) return;
        ref readonly var e = ref cursor.Event;
        var total = _registers is null ? 0 : _registers.Read(slot, e.Time, value);
        var begins = _table.Add(slot, value, _value.Hash is null ? 0 : _value.Hash(cursor), e.Time, e.Offset, total);
        Dirty.Mark(slot);
        if (begins) _schedule.Expect(slot, NextEnd(slot));
    }

    /// <summary>A window inside has ended.</summary>
    public void Measure(int slot, in Measurement measurement, Evidence evidence)
    {
        if (double.IsNaN(measurement.Measure) || evidence == Evidence.None) return;
        var at = new EventTime(measurement.To.Micros - 1);
        var total = _registers is null ? 0 : _registers.Read(slot, at, measurement.Measure);
        var begins = _table.AddFrom(slot, measurement.Measure, DistinctSketch.Mix(BitConverter.DoubleToUInt64Bits(measurement.Measure)),
            measurement.To - _inner, at, evidence, total);
        Dirty.Mark(slot);
        if (begins) _schedule.Expect(slot, NextEnd(slot));
    }

    /// <summary>A window inside has ended without a value.</summary>
    public void NoData(int slot, EventTime at)
    {
    }

    public void PrefetchRow(int slot)
    {
        _table.PrefetchRow(slot);
        _registers?.PrefetchRow(slot);
    }

    public void PrefetchState(int slot, EventTime at)
    {
        _table.PrefetchPane(slot, at);
        _registers?.PrefetchValue(slot);
        Dirty.Prefetch(slot);
    }

    public bool ObserveLate(EventCursor cursor, int slot)
    {
        if (!_table.TryRow(slot, out var row)) return false;
        ref readonly var e = ref cursor.Event;
        var value = _value.Evaluate(cursor);
        if (double.IsNaN(value) || FirstEndAfter(_table.PaneOf(e.Time)) <= _table.EndedAt(row)) return false;
        if (!_table.TryAddLate(row, value, _value.Hash is null ? 0 : _value.Hash(cursor), e.Time, e.Offset)) return false;
        Dirty.Mark(slot);
        return true;
    }

    public EventTime NextEnd(int slot) => _table.TryRow(slot, out var row) ? _table.StartOf(FirstEndAfter(_table.EndedAt(row))) : EventTime.MaxValue;

    public void End(int slot, EventTime end)
    {
        if (!_table.TryRow(slot, out var row)) return;
        var pane = _table.PaneOf(end);
        _table.SetEnded(row, pane);
        if (!_schedule.DecidesBySilence) Dirty.Mark(slot);
        foreach (var hop in _hops)
        {
            if (pane % hop.EveryPanes == 0) Emit(hop, slot, row, pane, end);
        }

        if (!IsOver(row, pane)) return;
        _table.RemoveRow(row);
        Dirty.Mark(slot);
    }

    public EventTime NextSweep => _table.Count == 0 ? EventTime.MaxValue : _swept == long.MinValue ? EventTime.MinValue : _table.StartOf(FirstEndAfter(_swept));

    public void Sweep(EventTime floor, KeySchedule schedule)
    {
        _swept = _table.PaneOf(floor);
        for (var row = 0; row < _table.RowCount; row++)
        {
            _table.PrefetchHeld(row + PrefetchedRows);
            var slot = _table.SlotAt(row);
            if (slot < 0 || FirstEndAfter(_table.EndedAt(row)) > _swept) continue;
            if (schedule.IsSilent(slot)) schedule.Run(slot, floor);
            else schedule.LookWhenSilent(slot);
        }
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        var isKnown = _registers is not null && _registers.TrySave(slot, writer);
        if (!_table.TryRow(slot, out var row)) return isKnown;
        _table.Save(row, writer);
        return true;
    }

    public override void Expire(EventTime now)
    {
        if (_registers is not null) base.Expire(now);
    }

    protected override void Restore(int slot, ref StateReader reader)
    {
        Forget(slot);
        if (!RegisterTable.Restore(_registers, slot, ref reader)) return;
        _table.Restore(slot, _registers, ref reader);
    }

    protected override bool Forget(int slot)
    {
        var wasKnown = _registers is not null && _registers.Remove(slot);
        if (!_table.TryRow(slot, out var row)) return wasKnown;
        _table.RemoveRow(row);
        return true;
    }

    protected override void TakeOver(PaneGroup before, EventTime now)
    {
        _registers = before._registers;
        var panes = Math.Max(_table.Panes, before._table.Panes);
        _table = before._table.Serves(_table) ? before._table : before._table.MovedTo(new PaneTable(_table.Layout, _table.PaneSize, panes, _covered));
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
        _table.Clear();
        _registers?.Clear();
    }

    private void Emit(Hop hop, int slot, int row, long pane, EventTime end)
    {
        var first = pane - hop.Panes;
        _table.Merge(row, first, pane - 1, _columns, _sketches);
        var count = PaneLayout.CountOf(_columns);
        if (count > 0) Measure(hop, slot, row, _table.CountOf(row, pane - Math.Min(hop.EveryPanes, hop.Panes), pane - 1), end);
        else if (_table.EndedBefore(row, first)) Silence(hop, slot, first, row, end);
    }

    private void Measure(Hop hop, int slot, int row, long newer, EventTime end)
    {
        var count = PaneLayout.CountOf(_columns);
        var coverage = hop.Covered < 0 ? 1 : _table.CoverageOf(row, hop.Covered, end);
        var evidence = PaneLayout.EvidenceOf(_columns);
        foreach (var reader in hop.Readers)
        {
            if (count < reader.Detection.MinCount || coverage < reader.Detection.LeastCoverage) continue;
            var measure = reader.Read(_table.Layout, _columns, _sketches);
            reader.To.Measure(slot, new Measurement(measure, count, end - reader.Detection.Window.Size, end) { Coverage = coverage, Newer = newer }, evidence);
        }
    }

    /// <summary>Reports a key silent at the first end of a window that holds nothing of it.</summary>
    private void Silence(Hop hop, int slot, long first, int row, EventTime end)
    {
        if (_table.EndedBefore(row, first - hop.EveryPanes)) return;
        foreach (var reader in hop.Readers)
        {
            if (!reader.Detection.CountsSilence)
            {
                reader.To.NoData(slot, end);
                continue;
            }

            var nothing = reader.Read(_table.Layout, _columns, _sketches);
            reader.To.Measure(slot, new Measurement(nothing, 0, end - reader.Detection.Window.Size, end), Evidence.None);
        }
    }

    /// <summary>Whether no later window can hold anything of a row's key, and the silence after it has been reported.</summary>
    private bool IsOver(int row, long pane)
    {
        foreach (var hop in _hops)
        {
            if (!_table.EndedBefore(row, hop.LastEnd(pane) - hop.Panes)) return false;
        }

        return true;
    }

    /// <summary>Of a silent key the windows had ended that lie below the floor; that is not stored, because it would be for all silent keys at each end.</summary>
    private void CatchUp(int slot)
    {
        if (!_table.TryRow(slot, out var row) || _schedule.Floor == EventTime.MinValue) return;
        var ended = _hops.Max(hop => hop.LastEnd(_table.PaneOf(_schedule.Floor)));
        if (_schedule.IsSilent(slot) && ended > _table.EndedAt(row)) _table.SetEnded(row, ended);
        else _schedule.Expect(slot, NextEnd(slot));
    }

    private long FirstEndAfter(long pane)
    {
        var next = long.MaxValue;
        foreach (var hop in _hops) next = Math.Min(next, hop.LastEnd(pane) + hop.EveryPanes);
        return next;
    }

    private sealed class Hop(WindowSpec window, TimeSpan pane, int covered, PaneReader[] readers)
    {
        public long EveryPanes { get; } = (long)((window.Every ?? window.Size) / pane);

        public int Panes { get; } = (int)(window.Size / pane);

        /// <summary>Which of the lengths of windows it has of which is asked how much is known; negative where nobody asks.</summary>
        public int Covered { get; } = covered;

        public PaneReader[] Readers { get; } = readers;

        /// <summary>The last end of a window at or before the start of a pane.</summary>
        public long LastEnd(long pane)
        {
            var rest = pane % EveryPanes;
            return pane - (rest < 0 ? rest + EveryPanes : rest);
        }
    }
}
