using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RiskEngine.Core.Events;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Windows;

/// <summary>The panes of many keys: for each key a ring of the newest panes, side by side in large arrays without an object per key.</summary>
/// <remarks>
/// Memory per key: panes × columns × 8 bytes + about 20. A key whose panes have all left the ring is removed, so silent keys cost nothing. Values of one
/// key come in event-time order. Owned by one task. Benchmark: PaneBenchmarks.
/// </remarks>
public sealed class PaneTable
{
    private const int ChunkBits = 6;
    private const int ChunkRows = 1 << ChunkBits;
    private const int Free = -1;

    private readonly SlotMap _rows = new();
    private readonly Stack<int> _freeRows = new();
    private readonly int _stride;
    private double[][] _chunks = new double[8][];
    private PaneSketches?[]?[] _sketches = new PaneSketches?[]?[8];
    private int[] _slots = new int[ChunkRows];
    private long[] _newest = new long[ChunkRows];
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
        if (pane > _newest[row]) Advance(row, pane);
        else if (pane <= _newest[row] - Panes) return;
        Layout.Add(Cells(row, pane), value, at, offset);
        if (Layout.HasSketches) SketchesOf(row, pane).Add(value, hash);
    }

    /// <summary>Brings near where the row of a key is written.</summary>
    internal void FetchRow(int slot) => _rows.Fetch(slot);

    /// <summary>Brings near what <see cref="Add"/> will touch of a key; <see cref="FetchRow"/> comes some events before.</summary>
    internal void FetchPane(int slot, EventTime at)
    {
        if (!_rows.TryGet(slot, out var row)) return;
        Ahead.Fetch(ref _newest[row]);
        var cells = Cells(row, PaneOf(at));
        Ahead.Fetch(ref cells[0]);
        Ahead.Fetch(ref cells[^1]);
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
        var newest = _newest[row];
        first = Math.Max(first, newest - Panes + 1);
        last = Math.Min(last, newest);
        for (var pane = first; pane <= last; pane++)
        {
            Layout.Merge(into, Cells(row, pane));
            if (sketches is not null && _sketches[row >> ChunkBits] is { } kept && kept[SketchIndex(row, pane)] is { } one) sketches.Merge(one);
        }
    }

    /// <summary>Whether no pane at or after <paramref name="pane"/> can hold a value of this row's key.</summary>
    public bool EndedBefore(int row, long pane) => _newest[row] < pane;

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
        var newest = _newest[row];
        writer.Int(newest);
        var held = 0;
        for (var pane = newest - Panes + 1; pane <= newest; pane++) held += Cells(row, pane)[0] > 0 ? 1 : 0;
        writer.Count(held);
        for (var pane = newest - Panes + 1; pane <= newest; pane++)
        {
            var cells = Cells(row, pane);
            if (cells[0] == 0) continue;
            writer.UInt((ulong)(newest - pane));
            writer.UInt((ulong)cells[0]);
            writer.UInt((ulong)cells[1]);
            writer.UInt((ulong)(cells[2] - cells[1]));
            for (var i = 3; i < cells.Length; i++) writer.Double(cells[i]);
            if (Layout.HasSketches) SketchesOf(row, pane).Save(writer);
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
        _newest[row] = newest;
        for (var held = reader.Count(); held > 0; held--)
        {
            var back = reader.Small();
            var pane = newest - back;
            var cells = back < Panes ? Cells(row, pane) : new double[Layout.Width];
            cells[0] = reader.UInt();
            cells[1] = reader.UInt();
            cells[2] = cells[1] + reader.UInt();
            for (var i = 3; i < cells.Length; i++) cells[i] = reader.Double();
            if (!Layout.HasSketches) continue;
            var sketches = back < Panes ? SketchesOf(row, pane) : new PaneSketches(Layout);
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
        var copy = longer.NewRow(_slots[row], _newest[row]);
        for (var pane = _newest[row] - Panes + 1; pane <= _newest[row]; pane++)
        {
            var cells = Cells(row, pane);
            if (cells[0] == 0) continue;
            cells.CopyTo(longer.Cells(copy, pane));
            if (!Layout.HasSketches || _sketches[row >> ChunkBits]?[SketchIndex(row, pane)] is not { } sketches) continue;
            (longer._sketches[copy >> ChunkBits] ??= new PaneSketches?[ChunkRows * longer.Panes])[longer.SketchIndex(copy, pane)] = sketches;
        }
    }

    private int NewRow(int slot, long pane)
    {
        if (!_freeRows.TryPop(out var row))
        {
            row = _rowCount++;
            if (row == _slots.Length) Grow();
            var chunk = row >> ChunkBits;
            if (chunk == _chunks.Length)
            {
                Array.Resize(ref _chunks, chunk * 2);
                Array.Resize(ref _sketches, chunk * 2);
            }

            _chunks[chunk] ??= new double[ChunkRows * _stride];
        }

        _slots[row] = slot;
        _newest[row] = pane;
        _rows.Set(slot, row);
        return row;
    }

    private void Grow()
    {
        Array.Resize(ref _slots, _slots.Length * 2);
        Array.Resize(ref _newest, _newest.Length * 2);
    }

    private void Advance(int row, long pane)
    {
        var steps = pane - _newest[row];
        if (steps >= Panes)
        {
            ClearRow(row);
        }
        else
        {
            for (var next = _newest[row] + 1; next <= pane; next++) ClearPane(row, next);
        }

        _newest[row] = pane;
    }

    private void ClearRow(int row)
    {
        _chunks[row >> ChunkBits].AsSpan((row & (ChunkRows - 1)) * _stride, _stride).Clear();
        if (_sketches[row >> ChunkBits] is { } kept) kept.AsSpan((row & (ChunkRows - 1)) * Panes, Panes).Clear();
    }

    private void ClearPane(int row, long pane)
    {
        Cells(row, pane).Clear();
        if (_sketches[row >> ChunkBits] is { } kept) kept[SketchIndex(row, pane)] = null;
    }

    /// <summary>Without a look at the length of the chunk, which lies in another line of the cache; all chunks have room for the same rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<double> Cells(int row, long pane)
    {
        ref var start = ref MemoryMarshal.GetArrayDataReference(_chunks[row >> ChunkBits]);
        return MemoryMarshal.CreateSpan(ref Unsafe.Add(ref start, ((row & (ChunkRows - 1)) * _stride) + (RingIndex(pane) * Layout.Width)), Layout.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int RingIndex(long pane)
    {
        var rest = (int)(pane % Panes);
        return rest < 0 ? rest + Panes : rest;
    }

    private int SketchIndex(int row, long pane) => ((row & (ChunkRows - 1)) * Panes) + RingIndex(pane);

    private PaneSketches SketchesOf(int row, long pane)
    {
        var kept = _sketches[row >> ChunkBits] ??= new PaneSketches?[ChunkRows * Panes];
        return kept[SketchIndex(row, pane)] ??= new PaneSketches(Layout);
    }
}
