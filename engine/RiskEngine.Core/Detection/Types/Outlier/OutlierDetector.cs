using System.Globalization;
using System.Text;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Outlier;

/// <summary>Rule type <c>outlier</c>.</summary>
internal sealed class OutlierDetector : KeyedState<OutlierDetector>, IDetector, IHopping, IFindingSource
{
    private readonly OutlierDetection _detection;
    private readonly AlertBook _alerts;
    private readonly KeySchedule _schedule;
    private readonly SymbolTable _sources;
    private readonly int _panes;
    private readonly long _everyPanes;
    private readonly double[] _columns;
    private readonly double[] _results;
    private readonly PaneSketches? _sketches;
    private Neighbourhoods _places;
    private double[] _values = new double[16];
    private int[] _bySource = new int[16];
    private double[] _scratch = new double[16];
    private Standing _standing;
    private long _swept = long.MinValue;

    public OutlierDetector(OutlierDetection detection, DetectorSite site)
        : base(site.MemoryPart, site.Keys)
    {
        _detection = detection;
        _alerts = site.Alerts;
        _schedule = site.Schedule;
        _sources = site.Keys.Vocabulary.Sources;
        var layout = detection.Layout;
        var pane = PaneSize.For([new WindowSpec(detection.Window.Size, detection.Every)]);
        _panes = (int)(detection.Window.Size / pane);
        _everyPanes = (long)(detection.Every / pane);
        _places = new Neighbourhoods(layout, pane, _panes);
        _columns = new double[layout.Width];
        _results = new double[detection.Aggregates.Count];
        _sketches = layout.HasSketches ? new PaneSketches(layout) : null;
        _alerts.ToldBy(this);
    }

    protected override bool IsEmpty => _places.Count == 0;

    public EventTime NextSweep => _places.Count == 0 ? EventTime.MaxValue : _swept == long.MinValue ? EventTime.MinValue : _places.Table.StartOf(FirstEndAfter(_swept));

    public void Observe(EventCursor cursor, int slot)
    {
        var value = _detection.Value.Evaluate(cursor);
        if (double.IsNaN(value)) return;
        ref readonly var e = ref cursor.Event;
        var pane = _places.Table.PaneOf(e.Time);
        var begins = _places.EndedAt(slot) is not { } ended || ended > pane;
        _places.Table.Add(_places.MemberOf(slot, e.Source, pane), value, _detection.Value.Hash?.Invoke(cursor) ?? 0, e.Time, e.Offset);
        Dirty.Mark(slot);
        if (!begins) return;
        _places.SetEnded(slot, pane);
        _schedule.Expect(slot, NextEnd(slot));
    }

    public bool ObserveLate(EventCursor cursor, int slot)
    {
        ref readonly var e = ref cursor.Event;
        if (_places.EndedAt(slot) is not { } ended || FirstEndAfter(_places.Table.PaneOf(e.Time)) <= ended) return false;
        if (!_places.TryMemberOf(slot, e.Source, out var member) || !_places.Table.TryRow(member, out var row)) return false;
        var value = _detection.Value.Evaluate(cursor);
        if (double.IsNaN(value) || !_places.Table.TryAddLate(row, value, _detection.Value.Hash?.Invoke(cursor) ?? 0, e.Time, e.Offset)) return false;
        Dirty.Mark(slot);
        return true;
    }

    public EventTime NextEnd(int slot) => _places.EndedAt(slot) is { } ended ? _places.Table.StartOf(FirstEndAfter(ended)) : EventTime.MaxValue;

    public void End(int slot, EventTime end)
    {
        var now = _places.Table.PaneOf(end);
        _places.SetEnded(slot, now);
        if (!_places.RemoveBefore(slot, now - _panes))
        {
            Dirty.Mark(slot);
            _alerts.NoData(slot, end);
            return;
        }

        if (!_schedule.DecidesBySilence) Dirty.Mark(slot);
        Measure(slot, now, end);
    }

    public void Sweep(EventTime floor, KeySchedule schedule)
    {
        _swept = _places.Table.PaneOf(floor);
        for (var row = 0; row < _places.RowCount; row++)
        {
            var slot = _places.SlotAt(row);
            if (slot < 0 || _places.EndedAt(slot) is not { } ended || FirstEndAfter(ended) > _swept) continue;
            if (schedule.IsSilent(slot)) schedule.Run(slot, floor);
            else schedule.LookWhenSilent(slot);
        }
    }

    public IReadOnlyList<ScoreFinding> Tell(int slot, EventTime at)
    {
        if (_standing.Slot != slot || _standing.At != at || _standing.Source == SymbolTable.None) return [];
        var (source, found) = (_sources[_standing.Source], _standing.Found);
        var words = string.Create(CultureInfo.InvariantCulture, $"{source} shows {found.Value:0.###}, the median of {_standing.Others} others is {found.Median:0.###}");
        return
        [
            ComparedValues.Of(source, found.Median, words,
                ($"{_detection.Text} of {source}", found.Value), ($"median of {_standing.Others} others", found.Median), ("their usual spread", found.Spread)),
        ];
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (_places.EndedAt(slot) is not { } ended) return false;
        writer.Int(ended);
        writer.Count(_places.SizeOf(slot));
        for (var member = _places.FirstOf(slot); member != 0; member = _places.After(member))
        {
            writer.String(_sources[_places.SourceOf(member)]);
            if (_places.Table.TryRow(member, out var row)) _places.Table.Save(row, writer);
        }

        return true;
    }

    /// <summary>What <see cref="TrySave"/> wrote, in words.</summary>
    public static string InWords(string part, ref StateReader reader)
    {
        reader.Int();
        var text = new StringBuilder();
        for (var left = reader.Count(); left > 0; left--)
            text.Append(text.Length > 0 ? " | " : "").Append(reader.String()).Append(": ").Append(PaneWords.Of(part, lengths: 2, ref reader, isOneOfSeveral: true));
        return text.ToString();
    }

    public override void Clear() => _places.Clear();

    /// <summary>When keys spoke last is known only now, once all segments have been read.</summary>
    public override void Resume(EventTime now)
    {
        for (var row = 0; row < _places.RowCount; row++)
        {
            if (_places.SlotAt(row) is >= 0 and var slot) CatchUp(slot);
        }
    }

    protected override void Restore(int slot, ref StateReader reader)
    {
        Forget(slot);
        var ended = reader.Int();
        if (ended < _places.Table.PaneOf(EventTime.MinValue) || ended > _places.Table.PaneOf(reader.Latest))
            throw new StateFormatException($"windows that ended at no time ({ended})");
        for (var left = reader.Count(); left > 0; left--)
        {
            var source = KeyNames.Interned(_sources, reader.String());
            _places.Table.Restore(_places.MemberOf(slot, source, ended), null, ref reader, isOneOfSeveral: true);
        }
    }

    protected override bool Forget(int slot) => _places.Forget(slot);

    protected override void TakeOver(OutlierDetector before, EventTime now) => _places = before._places;

    private void Measure(int slot, long now, EventTime end)
    {
        MakeRoom(_places.SizeOf(slot));
        var (sources, events, evidence) = (0, 0L, Evidence.None);
        for (var member = _places.FirstOf(slot); member != 0; member = _places.After(member))
        {
            if (!_places.Table.TryRow(member, out var row)) continue;
            _places.Table.Merge(row, now - _panes, now - 1, _columns, _sketches);
            var count = PaneLayout.CountOf(_columns);
            if (count == 0) continue;
            evidence = events == 0 ? PaneLayout.EvidenceOf(_columns) : evidence.Union(PaneLayout.EvidenceOf(_columns));
            events += count;
            for (var i = 0; i < _results.Length; i++) _results[i] = _places.Table.Layout.Read(_detection.Aggregates[i], _columns, _sketches);
            var value = _detection.Combine is { } combine ? combine(_results) : _results[0];
            if (!double.IsFinite(value)) continue;
            (_values[sources], _bySource[sources]) = (value, _places.SourceOf(member));
            sources++;
        }

        _standing = sources > _detection.Neighbours && sources > 1 ? Furthest(sources) with { Slot = slot, At = end } : default;
        var measure = _standing.Source == SymbolTable.None ? double.NaN : _standing.Found.Measure;
        _alerts.Measure(slot, new Measurement(measure, events, end - _detection.Window.Size, end), evidence);
    }

    /// <summary>The source that lies furthest from the others; of several the one whose name comes first.</summary>
    private Standing Furthest(int sources)
    {
        Array.Sort(_values, _bySource, 0, sources);
        var sorted = _values.AsSpan(0, sources);
        var up = Deviation.OfEnd(sorted, isLast: true, _detection.MinDifference, _scratch);
        var down = Deviation.OfEnd(sorted, isLast: false, _detection.MinDifference, _scratch);
        var isUp = _detection.Direction == Direction.Up || (_detection.Direction == Direction.Both && up.Measure >= down.Measure);
        var found = isUp ? up : down;

        // The largest of values that are all alike on one side may lie on the other side of the median.
        if (isUp ? found.Value < found.Median : found.Value > found.Median) found = found with { Measure = 0 };
        var named = SymbolTable.None;
        for (var i = 0; i < sources; i++)
        {
            if (_values[i] == found.Value && (named == SymbolTable.None || string.CompareOrdinal(_sources[_bySource[i]], _sources[named]) < 0)) named = _bySource[i];
        }

        return new Standing(0, EventTime.MinValue, named, sources - 1, found);
    }

    private void MakeRoom(int sources)
    {
        if (sources <= _values.Length) return;
        var room = Math.Max(sources, _values.Length * 2);
        (_values, _bySource, _scratch) = (new double[room], new int[room], new double[room]);
    }

    /// <summary>Of a silent key the windows had ended that lie below the floor; that is not stored, because it would be for all silent keys at each end.</summary>
    private void CatchUp(int slot)
    {
        if (_schedule.Floor == EventTime.MinValue || _places.EndedAt(slot) is not { } stored) return;
        var ended = FirstEndAfter(_places.Table.PaneOf(_schedule.Floor)) - _everyPanes;
        if (_schedule.IsSilent(slot) && ended > stored) _places.SetEnded(slot, ended);
        else _schedule.Expect(slot, NextEnd(slot));
    }

    private long FirstEndAfter(long pane)
    {
        var rest = pane % _everyPanes;
        return pane - (rest < 0 ? rest + _everyPanes : rest) + _everyPanes;
    }

    /// <summary>The source that stood out at a measurement.</summary>
    private readonly record struct Standing(int Slot, EventTime At, int Source, int Others, Deviation Found);
}
