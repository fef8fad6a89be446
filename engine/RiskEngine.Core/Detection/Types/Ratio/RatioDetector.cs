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

namespace RiskEngine.Core.Detection.Types.Ratio;

/// <summary>Rule type <c>ratio</c>.</summary>
/// <remarks>Windows of both sides end together. Memory per key: the panes of both sides.</remarks>
internal sealed class RatioDetector : KeyedState<RatioDetector>, IDetector, IExpiring, IHopping, IFindingSource
{
    private readonly RatioDetection _detection;
    private readonly AlertBook _alerts;
    private readonly KeySchedule _schedule;
    private readonly int _panes;
    private readonly long _everyPanes;
    private RatioWindows _of;
    private RatioWindows _to;
    private (int Slot, EventTime At, double Of, double To) _measured;
    private long _swept = long.MinValue;

    public RatioDetector(RatioDetection detection, DetectorSite site)
        : base(site.MemoryPart, site.Keys)
    {
        _detection = detection;
        _alerts = site.Alerts;
        _schedule = site.Schedule;
        var pane = PaneSize.For([new WindowSpec(detection.Window.Size, detection.Every)]);
        _panes = (int)(detection.Window.Size / pane);
        _everyPanes = (long)(detection.Every / pane);
        _of = new RatioWindows(detection.Numerator, pane, _panes);
        _to = new RatioWindows(detection.Denominator, pane, _panes);
        _alerts.ToldBy(this);
    }

    protected override bool IsEmpty => _of.IsEmpty && _to.IsEmpty;

    public EventTime NextSweep => _of.Table.Count + _to.Table.Count == 0 ? EventTime.MaxValue
        : _swept == long.MinValue ? EventTime.MinValue : _of.Table.StartOf(FirstEndAfter(_swept));

    public void Observe(EventCursor cursor, int slot)
    {
        var isOf = _of.Take(cursor, slot, out var ofBegins);
        if (!(_to.Take(cursor, slot, out var toBegins) | isOf)) return;
        Dirty.Mark(slot);
        if (ofBegins || toBegins) _schedule.Expect(slot, NextEnd(slot));
    }

    public bool ObserveLate(EventCursor cursor, int slot)
    {
        if (EndedAt(slot) is not { } ended || FirstEndAfter(_of.Table.PaneOf(cursor.Event.Time)) <= ended) return false;
        var counted = _of.Table.TryRow(slot, out var of) && _of.TakeLate(cursor, of);
        counted |= _to.Table.TryRow(slot, out var to) && _to.TakeLate(cursor, to);
        if (counted) Dirty.Mark(slot);
        return counted;
    }

    public EventTime NextEnd(int slot) => EndedAt(slot) is { } ended ? _of.Table.StartOf(FirstEndAfter(ended)) : EventTime.MaxValue;

    public void End(int slot, EventTime end)
    {
        var now = _of.Table.PaneOf(end);
        var isSilent = IsSilent(_of, slot, now) & IsSilent(_to, slot, now);
        if (isSilent)
        {
            _of.RemoveWindows(slot);
            _to.RemoveWindows(slot);
            Dirty.Mark(slot);
            _alerts.NoData(slot, end);
            return;
        }

        if (!_schedule.DecidesBySilence) Dirty.Mark(slot);
        Measure(slot, now, end);
    }

    public void Sweep(EventTime floor, KeySchedule schedule)
    {
        _swept = _of.Table.PaneOf(floor);
        Sweep(_of.Table, floor, schedule);
        Sweep(_to.Table, floor, schedule);
    }

    public IReadOnlyList<ScoreFinding> Tell(int slot, EventTime at) => _measured.Slot != slot || _measured.At != at
        ? []
        : [ComparedValues.Of("", _measured.To, Words, (_detection.Numerator.Text, _measured.Of), (_detection.Denominator.Text, _measured.To))];

    private string Words => string.Create(CultureInfo.InvariantCulture, $"{_measured.Of:0.###} to {_measured.To:0.###}");

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (!(_of.Knows(slot) || _to.Knows(slot))) return false;
        _of.Save(slot, writer);
        _to.Save(slot, writer);
        return true;
    }

    /// <summary>What <see cref="TrySave"/> wrote, in words.</summary>
    public static string InWords(string part, ref StateReader reader)
    {
        var names = part.Split(':');
        if (names.Length < 10) return $"{reader.Remaining} bytes";
        var of = SideInWords($"ratio:rule:by:{names[^6]}:{names[^5]}:{names[^3]}", ref reader);
        return $"of: {of}; to: {SideInWords($"ratio:rule:by:{names[^6]}:{names[^5]}:{names[^1]}", ref reader)}";
    }

    public override void Expire(EventTime now)
    {
        if (_of.HasRegisters || _to.HasRegisters) base.Expire(now);
    }

    /// <summary>When keys spoke last is known only now, once all segments have been read.</summary>
    public override void Resume(EventTime now)
    {
        foreach (var table in (PaneTable[])[_of.Table, _to.Table])
        {
            for (var row = 0; row < table.RowCount; row++)
            {
                if (table.SlotAt(row) is >= 0 and var slot) CatchUp(slot);
            }
        }
    }

    public override void Clear()
    {
        _of.Clear();
        _to.Clear();
    }

    protected override void Restore(int slot, ref StateReader reader)
    {
        Forget(slot);
        _of.Restore(slot, ref reader);
        _to.Restore(slot, ref reader);
    }

    protected override bool Forget(int slot) => _of.Forget(slot) | _to.Forget(slot);

    protected override void TakeOver(RatioDetector before, EventTime now) => (_of, _to) = (before._of, before._to);

    private void Measure(int slot, long now, EventTime end)
    {
        var of = _of.Read(slot, now - _panes, now - 1);
        var to = _to.Read(slot, now - _panes, now - 1);
        var ratio = to > 0 && to >= _detection.AtLeast ? of / to : double.NaN;
        var evidence = _of.Count == 0 ? _to.Evidence : _to.Count == 0 ? _of.Evidence : _of.Evidence.Union(_to.Evidence);
        _measured = (slot, end, of, to);
        _alerts.Measure(slot, new Measurement(ratio, _to.Count, end - _detection.Window.Size, end), evidence);
    }

    private void Sweep(PaneTable table, EventTime floor, KeySchedule schedule)
    {
        for (var row = 0; row < table.RowCount; row++)
        {
            var slot = table.SlotAt(row);
            if (slot < 0 || EndedAt(slot) is not { } ended || FirstEndAfter(ended) > _swept) continue;
            if (schedule.IsSilent(slot)) schedule.Run(slot, floor);
            else schedule.LookWhenSilent(slot);
        }
    }

    /// <summary>Notes that the windows of a key have ended up to a pane, and says whether those of one side hold nothing any more.</summary>
    private bool IsSilent(RatioWindows side, int slot, long now)
    {
        if (!side.Table.TryRow(slot, out var row)) return true;
        side.Table.SetEnded(row, now);
        return side.Table.EndedBefore(row, now - _panes);
    }

    /// <summary>Up to where the windows of a key have ended on both sides; null where it has none.</summary>
    private long? EndedAt(int slot)
    {
        long? of = _of.Table.TryRow(slot, out var ofRow) ? _of.Table.EndedAt(ofRow) : null;
        long? to = _to.Table.TryRow(slot, out var toRow) ? _to.Table.EndedAt(toRow) : null;
        return of is null || to < of ? to : of;
    }

    /// <summary>Of a silent key the windows had ended that lie below the floor; that is not stored, because it would be for all silent keys at each end.</summary>
    private void CatchUp(int slot)
    {
        if (_schedule.Floor == EventTime.MinValue || EndedAt(slot) is not { } stored) return;
        var ended = FirstEndAfter(_of.Table.PaneOf(_schedule.Floor)) - _everyPanes;
        if (_schedule.IsSilent(slot) && ended > stored)
        {
            if (_of.Table.TryRow(slot, out var of)) _of.Table.SetEnded(of, ended);
            if (_to.Table.TryRow(slot, out var to)) _to.Table.SetEnded(to, ended);
        }
        else
        {
            _schedule.Expect(slot, NextEnd(slot));
        }
    }

    private long FirstEndAfter(long pane)
    {
        var rest = pane % _everyPanes;
        return pane - (rest < 0 ? rest + _everyPanes : rest) + _everyPanes;
    }

    private static string SideInWords(string part, ref StateReader reader)
    {
        var register = reader.Bool() ? PaneWords.RegisterOf(part, ref reader) : "";
        return reader.Bool() ? $"{register}{PaneWords.Of(part, lengths: 2, ref reader, isOneOfSeveral: true)}" : $"{register}nothing";
    }
}
