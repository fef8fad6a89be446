using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RiskEngine.Core.Events;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Windows;

/// <summary>The panes of many keys: for each key a ring of the newest panes, side by side in large arrays without an object per key.</summary>
/// <remarks>
/// Memory per key: panes × columns × 8 bytes + about 28. A key whose panes have all left the ring is removed, so silent keys cost nothing. Values of one
/// key come in event-time order. A key that reports seldom has few panes that hold anything: bits say which, so that the others are neither cleared nor read.
/// Owned by one task. Benchmark: PaneBenchmarks.
/// </remarks>
public sealed class PaneTable
{
    private const int ChunkBits = 6;
    private const int ChunkRows = 1 << ChunkBits;
    private const int Free = -1;
    private const int MostTracked = 64;
    private const int FewPanes = 2;

    private readonly SlotMap _rows = new();
    private readonly Stack<int> _freeRows = new();
    private readonly int _stride;
    private readonly bool _tracked;
    private double[][] _chunks = new double[8][];
    private PaneSketches?[]?[] _sketches = new PaneSketches?[]?[8];
    private Row[] _keys = new Row[ChunkRows];
    private int[] _slots = new int[ChunkRows];
    private int _rowCount;

    /// <summary>Creates an empty table.</summary>
    /// <param name="layout">The columns.</param>
    /// <param name="paneSize">Length of one pane.</param>
    /// <param name="panes">How many panes each key keeps.</param>
    public PaneTable(PaneLayout layout, TimeSpan paneSize, int panes)
    {
        Layout = layout;
        PaneSize = paneSize;
        Panes = panes;
        _stride = panes * layout.Width;
        _tracked = panes <= MostTracked;
    }

    /// <summary>The columns.</summary>
    public PaneLayout Layout { get; }

    /// <summary>Length of one pane.</summary>
    public TimeSpan PaneSize { get; }

    /// <summary>How many panes each key keeps.</summary>
    public int Panes { get; }

    /// <summary>Rows in use or free, the bound for <see cref="SlotAt"/>.</summary>
    public int RowCount => _rowCount;

    /// <summary>Keys in the table.</summary>
    public int Count => _rowCount - _freeRows.Count;

    /// <summary>Number of the pane that holds a time.</summary>
    public long PaneOf(EventTime at) => at.FloorTo(PaneSize).Micros / (PaneSize.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>The slot in a row; negative where the row is free.</summary>
    public int SlotAt(int row) => _slots[row];

    /// <summary>Adds a value to the pane of its time.</summary>
    public void Add(int slot, double value, ulong hash, EventTime at, long offset)
    {
        var pane = PaneOf(at);
        if (!_rows.TryGet(slot, out var row)) row = NewRow(slot, pane);
        ref var key = ref _keys[row];
        if (pane > key.Newest) Advance(row, pane);
        else if (pane <= key.Newest - Panes) return;
        var ring = RingIndex(pane);
        var cells = Cells(row, ring);
        if (!IsHeld(key, ring)) Hold(ref key, ring, cells);
        Layout.Add(cells, value, at, offset);
        if (Layout.HasSketches) SketchesOf(row, ring).Add(value, hash);
    }

    /// <summary>Brings near where the row of a key is written.</summary>
    internal void PrefetchRow(int slot) => _rows.Prefetch(slot);

    /// <summary>Brings near what <see cref="Add"/> will touch of a key; <see cref="PrefetchRow"/> comes some events before.</summary>
    internal void PrefetchPane(int slot, EventTime at)
    {
        if (!_rows.TryGet(slot, out var row)) return;
        CacheLine.Prefetch(ref _keys[row]);
        var cells = Cells(row, RingIndex(PaneOf(at)));
        CacheLine.Prefetch(ref cells[0]);
        CacheLine.Prefetch(ref cells[^1]);
    }

    /// <summary>Brings near what <see cref="Merge"/> will read of a row in a moment. Of a key that reports seldom it is one pane, somewhere in the row, which the
    /// processor does not foresee; full rows follow each other.</summary>
    internal void PrefetchHeld(int row)
    {
        if (row >= _rowCount || !_tracked) return;
        var held = _keys[row].Held;
        if (BitOperations.PopCount(held) <= FewPanes)
        {
            for (; held != 0; held &= held - 1) CacheLine.Prefetch(ref Cells(row, BitOperations.TrailingZeroCount(held))[0]);
        }
    }

    /// <summary>Merges a key's panes from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    /// <param name="row">The key's row.</param>
    /// <param name="first">Number of the first pane.</param>
    /// <param name="last">Number of the last pane.</param>
    /// <param name="into">Receives the columns; overwritten.</param>
    /// <param name="sketches">Receives the sketches; cleared first.</param>
    public void Merge(int row, long first, long last, Span<double> into, PaneSketches? sketches)
    {
        into[..Layout.Width].Clear();
        sketches?.Clear();
        ref readonly var key = ref _keys[row];
        first = Math.Max(first, key.Newest - Panes + 1);
        last = Math.Min(last, key.Newest);
        if (first > last) return;
        var ring = RingIndex(first);
        for (var left = last - first; left >= 0; left--)
        {
            if (IsHeld(key, ring))
            {
                Layout.Merge(into, Cells(row, ring));
                if (sketches is not null && _sketches[row >> ChunkBits] is { } kept && kept[SketchIndex(row, ring)] is { } one) sketches.Merge(one);
            }

            if (++ring == Panes) ring = 0;
        }
    }

    /// <summary>Whether no pane at or after <paramref name="pane"/> can hold a value of this row's key.</summary>
    public bool EndedBefore(int row, long pane) => _keys[row].Newest < pane;

    /// <summary>Finds the row of a key.</summary>
    public bool TryRow(int slot, out int row) => _rows.TryGet(slot, out row);

    /// <summary>Removes the key in a row; the row is used again.</summary>
    public void RemoveRow(int row)
    {
        _rows.Remove(_slots[row]);
        _slots[row] = Free;
        _freeRows.Push(row);
        ClearRow(row);
    }

    /// <summary>Removes all keys.</summary>
    public void Clear()
    {
        for (var row = 0; row < _rowCount; row++)
        {
            if (_slots[row] != Free) RemoveRow(row);
        }
    }

    /// <summary>Writes one key's panes that hold anything.</summary>
    public void Save(int row, StateWriter writer)
    {
        var newest = _keys[row].Newest;
        writer.Int(newest);
        var held = 0;
        for (var ring = 0; ring < Panes; ring++) held += Holds(row, ring) ? 1 : 0;
        writer.Count(held);
        for (var pane = newest - Panes + 1; pane <= newest; pane++)
        {
            var ring = RingIndex(pane);
            if (!Holds(row, ring)) continue;
            var cells = Cells(row, ring);
            writer.UInt((ulong)(newest - pane));
            writer.UInt((ulong)cells[0]);
            writer.UInt((ulong)cells[1]);
            writer.UInt((ulong)(cells[2] - cells[1]));
            for (var i = 3; i < cells.Length; i++) writer.Double(cells[i]);
            if (Layout.HasSketches) SketchesOf(row, ring).Save(writer);
        }
    }

    /// <summary>Adds or replaces one key's panes by saved ones of the same layout; those older than the ring are passed over.</summary>
    /// <exception cref="StateFormatException">The bytes are damaged.</exception>
    public void Restore(int slot, ref StateReader reader)
    {
        var newest = reader.Int();
        if (newest < PaneOf(EventTime.MinValue) || newest > PaneOf(reader.Latest)) throw new StateFormatException($"pane {newest} is at no time");
        if (_rows.TryGet(slot, out var row)) ClearRow(row);
        else row = NewRow(slot, newest);
        _keys[row].Newest = newest;
        for (var held = reader.Count(); held > 0; held--)
        {
            var back = reader.Small();
            var ring = RingIndex(newest - back);
            var cells = back < Panes ? Cells(row, ring) : new double[Layout.Width];
            if (back < Panes) Hold(ref _keys[row], ring, cells);
            cells[0] = reader.UInt();
            cells[1] = reader.UInt();
            cells[2] = cells[1] + reader.UInt();
            for (var i = 3; i < cells.Length; i++) cells[i] = reader.Double();
            if (!Layout.HasSketches) continue;
            var sketches = back < Panes ? SketchesOf(row, ring) : new PaneSketches(Layout);
            sketches.Restore(ref reader);
        }
    }

    /// <summary>A table with longer rings that holds the same; this one is not used any more.</summary>
    public PaneTable Extended(int panes)
    {
        var longer = new PaneTable(Layout, PaneSize, panes);
        for (var row = 0; row < _rowCount; row++)
        {
            if (_slots[row] != Free) CopyTo(longer, row);
        }

        return longer;
    }

    private void CopyTo(PaneTable longer, int row)
    {
        var newest = _keys[row].Newest;
        var copy = longer.NewRow(_slots[row], newest);
        for (var pane = newest - Panes + 1; pane <= newest; pane++)
        {
            var (from, to) = (RingIndex(pane), longer.RingIndex(pane));
            if (!Holds(row, from)) continue;
            var cells = longer.Cells(copy, to);
            longer.Hold(ref longer._keys[copy], to, cells);
            Cells(row, from).CopyTo(cells);
            if (!Layout.HasSketches || _sketches[row >> ChunkBits]?[SketchIndex(row, from)] is not { } sketches) continue;
            (longer._sketches[copy >> ChunkBits] ??= new PaneSketches?[ChunkRows * longer.Panes])[longer.SketchIndex(copy, to)] = sketches;
        }
    }

    private int NewRow(int slot, long pane)
    {
        if (!_freeRows.TryPop(out var row))
        {
            row = _rowCount++;
            if (row == _keys.Length)
            {
                Array.Resize(ref _keys, _keys.Length * 2);
                Array.Resize(ref _slots, _slots.Length * 2);
            }

            var chunk = row >> ChunkBits;
            if (chunk == _chunks.Length)
            {
                Array.Resize(ref _chunks, chunk * 2);
                Array.Resize(ref _sketches, chunk * 2);
            }

            _chunks[chunk] ??= new double[ChunkRows * _stride];
        }

        (_slots[row], _keys[row].Newest) = (slot, pane);
        _rows.Set(slot, row);
        return row;
    }

    private void Advance(int row, long pane)
    {
        ref var key = ref _keys[row];
        if (pane - key.Newest >= Panes)
        {
            ClearRow(row);
        }
        else
        {
            var ring = RingIndex(key.Newest);
            for (var steps = pane - key.Newest; steps > 0; steps--)
            {
                if (++ring == Panes) ring = 0;
                ClearPane(row, ring);
            }
        }

        key.Newest = pane;
    }

    private void ClearRow(int row)
    {
        if (_tracked) _keys[row].Held = 0;
        else _chunks[row >> ChunkBits].AsSpan((row & (ChunkRows - 1)) * _stride, _stride).Clear();
        if (_sketches[row >> ChunkBits] is { } kept) kept.AsSpan((row & (ChunkRows - 1)) * Panes, Panes).Clear();
    }

    private void ClearPane(int row, int ring)
    {
        if (_tracked) _keys[row].Held &= ~(1UL << ring);
        else Cells(row, ring).Clear();
        if (_sketches[row >> ChunkBits] is { } kept) kept[SketchIndex(row, ring)] = null;
    }

    /// <summary>Whether a pane may hold anything; where panes are too many for the bits, its count says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsHeld(in Row key, int ring) => !_tracked || ((key.Held >> ring) & 1) != 0;

    private bool Holds(int row, int ring) => IsHeld(_keys[row], ring) && PaneLayout.CountOf(Cells(row, ring)) > 0;

    /// <summary>Begins to use a pane; its cells are what they were in another round of the ring, and the first value of a pane sets them all.</summary>
    private void Hold(ref Row key, int ring, Span<double> cells)
    {
        if (_tracked) key.Held |= 1UL << ring;
        cells[0] = 0;
    }

    /// <summary>Without a look at the length of the chunk, which lies in another line of the cache; all chunks have room for the same rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<double> Cells(int row, int ring)
    {
        ref var start = ref MemoryMarshal.GetArrayDataReference(_chunks[row >> ChunkBits]);
        return MemoryMarshal.CreateSpan(ref Unsafe.Add(ref start, ((row & (ChunkRows - 1)) * _stride) + (ring * Layout.Width)), Layout.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int RingIndex(long pane)
    {
        var rest = (int)(pane % Panes);
        return rest < 0 ? rest + Panes : rest;
    }

    private int SketchIndex(int row, int ring) => ((row & (ChunkRows - 1)) * Panes) + ring;

    private PaneSketches SketchesOf(int row, int ring)
    {
        var kept = _sketches[row >> ChunkBits] ??= new PaneSketches?[ChunkRows * Panes];
        return kept[SketchIndex(row, ring)] ??= new PaneSketches(Layout);
    }

    /// <summary>What every event of a key asks for: 16 bytes, never in two lines of the cache.</summary>
    private struct Row
    {
        public long Newest;

        /// <summary>A bit for each pane of the ring that holds something, where they are few enough.</summary>
        public ulong Held;
    }
}
