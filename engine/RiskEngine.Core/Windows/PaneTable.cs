using RiskEngine.Core.Events;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Windows;

/// <summary>The panes of many keys: for each key a ring of the newest panes, side by side in large arrays without an object per key.</summary>
/// <remarks>
/// Memory per key: panes × columns × 8 bytes + about 36. A key whose panes have all left the ring is removed, so silent keys cost nothing. Values of one
/// key come in event-time order. Owned by one task. Benchmark: PaneBenchmarks.
/// </remarks>
public sealed class PaneTable
{
    private const int Free = -1;

    private readonly SlotMap _rows = new();
    private readonly Stack<int> _freeRows = new();
    private int[] _slots = new int[PaneRings.ChunkRows];
    private long[] _ended = new long[PaneRings.ChunkRows];
    private PaneRings _rings;
    private readonly KnownStretches? _known;

    /// <summary>Creates an empty table.</summary>
    /// <param name="layout">The columns.</param>
    /// <param name="paneSize">Length of one pane.</param>
    /// <param name="panes">How many panes each key keeps.</param>
    /// <param name="covered">The lengths of windows of which is asked how much is known; none where that is left out.</param>
    public PaneTable(PaneLayout layout, TimeSpan paneSize, int panes, params IReadOnlyList<TimeSpan> covered)
    {
        Layout = layout;
        PaneSize = paneSize;
        Panes = panes;
        _rings = new PaneRings(layout, panes);
        if (covered.Count > 0) _known = new KnownStretches(covered, _slots.Length);
    }

    /// <summary>The columns.</summary>
    public PaneLayout Layout { get; }

    /// <summary>Length of one pane.</summary>
    public TimeSpan PaneSize { get; }

    /// <summary>How many panes each key keeps.</summary>
    public int Panes { get; }

    /// <summary>Rows in use or free, the bound for <see cref="SlotAt"/>.</summary>
    public int RowCount { get; private set; }

    /// <summary>Keys in the table.</summary>
    public int Count => RowCount - _freeRows.Count;

    /// <summary>Number of the pane that holds a time.</summary>
    public long PaneOf(EventTime at) => at.FloorTo(PaneSize).Micros / (PaneSize.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>The slot in a row; negative where the row is free.</summary>
    public int SlotAt(int row) => _slots[row];

    /// <summary>Adds a value to the pane of its time.</summary>
    /// <param name="slot">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="hash">What tells it apart, for sketches of different texts; 0 where it is a number.</param>
    /// <param name="at">Its time.</param>
    /// <param name="offset">Its place in the log.</param>
    /// <param name="total">What its register has counted, where the layout has totals.</param>
    /// <returns>Whether windows of the key may end again that were over: it is new, or had been taken for silent.</returns>
    public bool Add(int slot, double value, ulong hash, EventTime at, long offset, double total = 0) => AddFrom(slot, value, hash, at, at, Evidence.At(offset), total);

    /// <summary>Adds a value that stands for its key since an earlier time than its own.</summary>
    internal bool AddFrom(int slot, double value, ulong hash, EventTime from, EventTime at, Evidence evidence, double total)
    {
        var pane = PaneOf(at);
        var begins = !_rows.TryGet(slot, out var row);
        if (begins) row = NewRow(slot, pane, from);
        _known?.Add(row, from, at);
        if (_ended[row] > pane)
        {
            _ended[row] = pane;
            begins = true;
        }

        _rings.Add(row, pane, value, total, hash, at, evidence.LastOffset);
        if (evidence.FirstOffset != evidence.LastOffset) _rings.Widen(row, pane, evidence.FirstOffset);
        return begins;
    }

    /// <summary>Adds a value that comes after later ones to its pane, where that is kept and order does not matter to the columns.</summary>
    /// <returns>Whether it was added.</returns>
    internal bool TryAddLate(int row, double value, ulong hash, EventTime at, long offset)
    {
        if (Layout.NeedsOrder || !_rings.Keeps(row, PaneOf(at))) return false;
        _rings.Add(row, PaneOf(at), value, 0, hash, at, offset);
        return true;
    }

    /// <summary>Up to which pane, not included, the windows of a row's key have ended.</summary>
    internal long EndedAt(int row) => _ended[row];

    /// <summary>The windows of a row's key have ended up to this pane, not included.</summary>
    internal void SetEnded(int row, long pane) => _ended[row] = pane;

    /// <summary>The start of a pane.</summary>
    internal EventTime StartOf(long pane) => new(pane * (PaneSize.Ticks / TimeSpan.TicksPerMicrosecond));

    /// <summary>Brings near where the row of a key is written.</summary>
    internal void PrefetchRow(int slot) => _rows.Prefetch(slot);

    /// <summary>Brings near what <see cref="Add"/> will touch of a key; <see cref="PrefetchRow"/> comes some events before.</summary>
    internal void PrefetchPane(int slot, EventTime at)
    {
        if (_rows.TryGet(slot, out var row)) _rings.Prefetch(row, PaneOf(at));
    }

    /// <summary>Brings near what <see cref="Merge"/> will read of a row in a moment; any row, in use or not.</summary>
    internal void PrefetchHeld(int row)
    {
        if (row < RowCount) _rings.PrefetchHeld(row);
    }

    /// <summary>Merges a key's panes from <paramref name="first"/> to <paramref name="last"/>, both included, to a window that is closed.</summary>
    /// <param name="row">The key's row.</param>
    /// <param name="first">Number of the first pane.</param>
    /// <param name="last">Number of the last pane.</param>
    /// <param name="into">Receives the columns; overwritten.</param>
    /// <param name="sketches">Receives the sketches; cleared first.</param>
    public void Merge(int row, long first, long last, Span<double> into, PaneSketches? sketches)
    {
        into[..Layout.Width].Clear();
        sketches?.Clear();
        _rings.Merge(row, first, last, into, sketches);
        if (Layout.HasTimeWeights) Layout.Close(into, StartOf(first), StartOf(last + 1));
    }

    /// <summary>How many values a row holds in its panes from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    internal long CountOf(int row, long first, long last) => _rings.CountOf(row, first, last);

    /// <summary>How much of a window is known, from 0 to 1.</summary>
    /// <param name="row">The key's row.</param>
    /// <param name="span">Which of the lengths that the table was given it has.</param>
    /// <param name="end">Its end.</param>
    internal double CoverageOf(int row, int span, EventTime end) => _known?.Of(row, span, end) ?? 1;

    /// <summary>Whether no pane at or after <paramref name="pane"/> can hold a value of this row's key.</summary>
    public bool EndedBefore(int row, long pane) => _rings.NewestOf(row) < pane;

    /// <summary>Finds the row of a key.</summary>
    public bool TryRow(int slot, out int row) => _rows.TryGet(slot, out row);

    /// <summary>Removes the key in a row; the row is used again.</summary>
    public void RemoveRow(int row)
    {
        _rows.Remove(_slots[row]);
        _slots[row] = Free;
        _freeRows.Push(row);
        _rings.Clear(row);
    }

    /// <summary>Removes all keys.</summary>
    public void Clear()
    {
        for (var row = 0; row < RowCount; row++)
        {
            if (_slots[row] != Free) RemoveRow(row);
        }
    }

    /// <summary>Writes one key's panes that hold anything.</summary>
    public void Save(int row, StateWriter writer)
    {
        _rings.Save(row, writer);
        writer.Int(_ended[row] - _rings.NewestOf(row));
        _known?.Save(row, writer);
    }

    /// <summary>Adds or replaces one key's panes by saved ones of the same layout; those older than the ring are passed over.</summary>
    /// <exception cref="StateFormatException">The bytes are damaged.</exception>
    /// <param name="slot">The key.</param>
    /// <param name="registers">The registers that the panes are over, which go on from panes of format 3; null where there are none.</param>
    /// <param name="reader">What was saved.</param>
    /// <param name="isOneOfSeveral">Whether an entry holds several, none of which knows stretches, so that what follows is not its own.</param>
    internal void Restore(int slot, RegisterTable? registers, ref StateReader reader, bool isOneOfSeveral = false)
    {
        var newest = reader.Int();
        if (newest < PaneOf(EventTime.MinValue) || newest > PaneOf(reader.Latest)) throw new StateFormatException($"pane {newest} is at no time");
        if (_rows.TryGet(slot, out var row)) _rings.Clear(row);
        else row = NewRow(slot, newest, EventTime.MinValue);
        var earlier = _rings.Restore(row, newest, ref reader);
        _ended[row] = reader.AtEnd ? PaneOf(reader.Latest) : newest + reader.Int();
        if (_ended[row] > PaneOf(reader.Latest)) throw new StateFormatException($"windows that ended at no time ({_ended[row]})");
        _known?.Begin(row, StartOf(_rings.OldestOf(row)), StartOf(newest + 1));
        if (!reader.AtEnd && _known is not null) _known.Restore(row, ref reader);
        else if (!reader.AtEnd && !isOneOfSeveral) KnownStretches.InWords(ref reader);
        registers?.Restore(slot, StartOf(newest), earlier);
    }

    /// <summary>Whether another table can go on with this one as it is: its rings are no shorter, and the same is asked of them.</summary>
    internal bool Serves(PaneTable other) =>
        Panes >= other.Panes && (other._known is null ? _known is null : _known is not null && _known.Spans.SequenceEqual(other._known.Spans));

    /// <summary>Fills an empty table of the same panes with what this one holds; this one is not used any more.</summary>
    internal PaneTable MovedTo(PaneTable longer)
    {
        for (var row = 0; row < RowCount; row++)
        {
            if (_slots[row] == Free) continue;
            var copy = longer.NewRow(_slots[row], _rings.NewestOf(row), EventTime.MinValue);
            longer._known?.Begin(copy, StartOf(_rings.OldestOf(row)), StartOf(_rings.NewestOf(row) + 1));
            if (_known is not null) longer._known?.Copy(copy, _known, row);
            longer._ended[copy] = _ended[row];
            _rings.CopyTo(in longer._rings, copy, row);
        }

        return longer;
    }

    private int NewRow(int slot, long pane, EventTime since)
    {
        if (!_freeRows.TryPop(out var row))
        {
            row = RowCount++;
            if (row == _slots.Length)
            {
                Array.Resize(ref _slots, _slots.Length * 2);
                Array.Resize(ref _ended, _ended.Length * 2);
                _known?.Resize(_slots.Length);
            }
        }

        _rings.Begin(row, pane);
        _known?.Begin(row, since, since);
        _slots[row] = slot;
        _ended[row] = pane;
        _rows.Set(slot, row);
        return row;
    }
}
