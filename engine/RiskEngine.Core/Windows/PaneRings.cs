using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RiskEngine.Core.Events;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Windows;

/// <summary>Rings of the newest panes, one for each row, side by side in large arrays: what <see cref="PaneTable"/> keeps of its keys.</summary>
/// <remarks>
/// A row that is written seldom has few panes that hold anything: bits say which, so that the others are neither cleared nor read. Lies inside its table, not
/// beside it: what every event touches is one step nearer. Never copied. Benchmark: PaneBenchmarks.
/// </remarks>
internal partial struct PaneRings
{
    /// <summary>Rows come in chunks of so many.</summary>
    public const int ChunkRows = 1 << ChunkBits;

    private const int ChunkBits = 6;
    private const int MostTracked = 64;
    private const int FewPanes = 2;

    private readonly PaneLayout _layout;
    private readonly int _panes;
    private readonly int _stride;
    private readonly bool _tracked;
    private readonly bool _isWeighted;
    private double[][] _chunks = new double[8][];
    private PaneSketches?[]?[] _sketches = new PaneSketches?[]?[8];
    private Ring[] _rings = new Ring[ChunkRows];

    /// <summary>Rings of so many panes, and no row.</summary>
    public PaneRings(PaneLayout layout, int panes)
    {
        _layout = layout;
        _panes = panes;
        _stride = panes * layout.Width;
        _tracked = panes <= MostTracked;
        _isWeighted = layout.HasTimeWeights;
    }

    /// <summary>Number of the newest pane of a row.</summary>
    public readonly long NewestOf(int row) => _rings[row].Newest;

    /// <summary>Whether a pane of a row is kept: none of the newest, and none that has left the ring.</summary>
    public readonly bool Keeps(int row, long pane) => pane <= _rings[row].Newest && pane > _rings[row].Newest - _panes;

    /// <summary>Begins to use a row, which is empty: its newest pane is this one.</summary>
    public void Begin(int row, long pane)
    {
        if (row == _rings.Length) Array.Resize(ref _rings, _rings.Length * 2);
        var chunk = row >> ChunkBits;
        if (chunk == _chunks.Length)
        {
            Array.Resize(ref _chunks, chunk * 2);
            Array.Resize(ref _sketches, chunk * 2);
        }

        _chunks[chunk] ??= new double[ChunkRows * _stride];
        _rings[row].Newest = pane;
    }

    /// <summary>Adds a value to a pane; one that has left the ring is passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Add(int row, long pane, double value, double total, ulong hash, EventTime at, long offset)
    {
        if (_isWeighted)
        {
            AddAfter(row, pane, value, total, hash, at, offset);
            return;
        }

        AddTo(row, pane, value, total, hash, at, offset);
    }

    /// <summary>Adds a value to a pane, which remembers what came before it where it is the pane's first.</summary>
    private readonly void AddAfter(int row, long pane, double value, double total, ulong hash, EventTime at, long offset)
    {
        var (beforeAt, before) = pane > NewestOf(row) ? LastOf(row) : (double.NaN, double.NaN);
        AddTo(row, pane, value, total, hash, at, offset);
        if (!double.IsNaN(beforeAt)) _layout.Follow(Cells(row, PlaceOf(pane)), beforeAt, before);
    }

    private readonly (double At, double Value) LastOf(int row)
    {
        var place = PlaceOf(NewestOf(row));
        return Holds(row, place) ? _layout.LastOf(Cells(row, place)) : (double.NaN, double.NaN);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void AddTo(int row, long pane, double value, double total, ulong hash, EventTime at, long offset)
    {
        ref var ring = ref _rings[row];
        if (pane > ring.Newest) Advance(row, pane);
        else if (pane <= ring.Newest - _panes) return;
        var place = PlaceOf(pane);
        var cells = Cells(row, place);
        if (!IsHeld(ring, place)) Hold(ref ring, place, cells);
        _layout.Add(cells, value, total, at, offset);
        if (_layout.HasSketches) SketchesOf(row, place).Add(value, hash);
    }

    /// <summary>Brings near what <see cref="Add"/> will touch.</summary>
    public readonly void Prefetch(int row, long pane)
    {
        CacheLine.Prefetch(ref _rings[row]);
        var cells = Cells(row, PlaceOf(pane));
        CacheLine.Prefetch(ref cells[0]);
        CacheLine.Prefetch(ref cells[^1]);
    }

    /// <summary>Brings near what <see cref="Merge"/> will read of a row in a moment. Of one that is written seldom it is one pane, somewhere in the row, which the
    /// processor does not foresee; full rows follow each other.</summary>
    public readonly void PrefetchHeld(int row)
    {
        if (!_tracked) return;
        var held = _rings[row].Held;
        if (BitOperations.PopCount(held) <= FewPanes)
        {
            for (; held != 0; held &= held - 1) CacheLine.Prefetch(ref Cells(row, BitOperations.TrailingZeroCount(held))[0]);
        }
    }

    /// <summary>Merges the panes of a row from <paramref name="first"/> to <paramref name="last"/>, both included, into columns and sketches that are empty.</summary>
    public readonly void Merge(int row, long first, long last, Span<double> into, PaneSketches? sketches)
    {
        ref readonly var ring = ref _rings[row];
        first = Math.Max(first, ring.Newest - _panes + 1);
        last = Math.Min(last, ring.Newest);
        if (first > last) return;
        var place = PlaceOf(first);
        for (var left = last - first; left >= 0; left--)
        {
            if (IsHeld(ring, place))
            {
                _layout.Merge(into, Cells(row, place));
                if (sketches is not null && _sketches[row >> ChunkBits] is { } kept && kept[SketchIndex(row, place)] is { } one) sketches.Merge(one);
            }

            if (++place == _panes) place = 0;
        }
    }

    /// <summary>Empties a row.</summary>
    public readonly void Clear(int row)
    {
        if (_tracked) _rings[row].Held = 0;
        else _chunks[row >> ChunkBits].AsSpan((row & (ChunkRows - 1)) * _stride, _stride).Clear();
        if (_sketches[row >> ChunkBits] is { } kept) kept.AsSpan((row & (ChunkRows - 1)) * _panes, _panes).Clear();
    }

    /// <summary>Writes the panes of a row that hold anything.</summary>
    public readonly void Save(int row, StateWriter writer)
    {
        var newest = _rings[row].Newest;
        writer.Int(newest);
        var held = 0;
        for (var place = 0; place < _panes; place++) held += Holds(row, place) ? 1 : 0;
        writer.Count(held);
        for (var pane = newest - _panes + 1; pane <= newest; pane++)
        {
            var place = PlaceOf(pane);
            if (!Holds(row, place)) continue;
            var cells = Cells(row, place);
            writer.UInt((ulong)(newest - pane));
            writer.UInt((ulong)cells[0]);
            writer.UInt((ulong)cells[1]);
            writer.UInt((ulong)(cells[2] - cells[1]));
            for (var i = 3; i < cells.Length; i++) writer.Double(cells[i]);
            if (_layout.HasSketches) SketchesOf(row, place).Save(writer);
        }
    }

    /// <summary>Fills an empty row with saved panes of the same layout, of which the newest has been read; those older than the ring are passed over.</summary>
    /// <returns>What was counted where the panes are of format 3; nothing where they are not.</returns>
    /// <exception cref="StateFormatException">The bytes are damaged.</exception>
    public readonly EarlierTotals Restore(int row, long newest, ref StateReader reader)
    {
        _rings[row].Newest = newest;
        var earlier = new EarlierTotals();
        var isEarlier = _layout.HasTotals && reader.Format < StateReader.WithTotals;
        for (var held = reader.Count(); held > 0; held--)
        {
            var back = reader.Small();
            var place = PlaceOf(newest - back);
            var cells = back < _panes ? Cells(row, place) : new double[_layout.Width];
            if (back < _panes) Hold(ref _rings[row], place, cells);
            cells[0] = reader.UInt();
            cells[1] = reader.UInt();
            cells[2] = cells[1] + reader.UInt();
            if (isEarlier) _layout.RestoreFormat3(cells, ref earlier, ref reader);
            else for (var i = 3; i < cells.Length; i++) cells[i] = reader.Double();
            if (!_layout.HasSketches) continue;
            var sketches = back < _panes ? SketchesOf(row, place) : new PaneSketches(_layout);
            sketches.Restore(ref reader);
        }

        return earlier;
    }

    /// <summary>Fills an empty row of longer rings, whose newest pane is the same; sketches change hands.</summary>
    public readonly void CopyTo(in PaneRings longer, int copy, int row)
    {
        var newest = _rings[row].Newest;
        for (var pane = newest - _panes + 1; pane <= newest; pane++)
        {
            var (from, to) = (PlaceOf(pane), longer.PlaceOf(pane));
            if (!Holds(row, from)) continue;
            var cells = longer.Cells(copy, to);
            longer.Hold(ref longer._rings[copy], to, cells);
            Cells(row, from).CopyTo(cells);
            if (!_layout.HasSketches || _sketches[row >> ChunkBits]?[SketchIndex(row, from)] is not { } sketches) continue;
            (longer._sketches[copy >> ChunkBits] ??= new PaneSketches?[ChunkRows * longer._panes])[longer.SketchIndex(copy, to)] = sketches;
        }
    }

    private readonly void Advance(int row, long pane)
    {
        ref var ring = ref _rings[row];
        if (pane - ring.Newest >= _panes)
        {
            Clear(row);
        }
        else
        {
            var place = PlaceOf(ring.Newest);
            for (var steps = pane - ring.Newest; steps > 0; steps--)
            {
                if (++place == _panes) place = 0;
                ClearPane(row, place);
            }
        }

        ring.Newest = pane;
    }

    private readonly void ClearPane(int row, int place)
    {
        if (_tracked) _rings[row].Held &= ~(1UL << place);
        else Cells(row, place).Clear();
        if (_sketches[row >> ChunkBits] is { } kept) kept[SketchIndex(row, place)] = null;
    }

    /// <summary>Whether a pane may hold anything; where panes are too many for the bits, its count says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsHeld(in Ring ring, int place) => !_tracked || ((ring.Held >> place) & 1) != 0;

    private readonly bool Holds(int row, int place) => IsHeld(_rings[row], place) && PaneLayout.CountOf(Cells(row, place)) > 0;

    /// <summary>Begins to use a pane; its cells are what they were in another round of the ring, and the first value of a pane sets them all.</summary>
    private readonly void Hold(ref Ring ring, int place, Span<double> cells)
    {
        if (_tracked) ring.Held |= 1UL << place;
        cells[0] = 0;
    }

    /// <summary>Without a look at the length of the chunk, which lies in another line of the cache; all chunks have room for the same rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Span<double> Cells(int row, int place)
    {
        ref var start = ref MemoryMarshal.GetArrayDataReference(_chunks[row >> ChunkBits]);
        return MemoryMarshal.CreateSpan(ref Unsafe.Add(ref start, ((row & (ChunkRows - 1)) * _stride) + (place * _layout.Width)), _layout.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int PlaceOf(long pane)
    {
        var rest = (int)(pane % _panes);
        return rest < 0 ? rest + _panes : rest;
    }

    private readonly int SketchIndex(int row, int place) => ((row & (ChunkRows - 1)) * _panes) + place;

    private readonly PaneSketches SketchesOf(int row, int place)
    {
        var kept = _sketches[row >> ChunkBits] ??= new PaneSketches?[ChunkRows * _panes];
        return kept[SketchIndex(row, place)] ??= new PaneSketches(_layout);
    }

    /// <summary>What every event asks for: 16 bytes, never in two lines of the cache.</summary>
    private struct Ring
    {
        public long Newest;

        /// <summary>A bit for each pane of the ring that holds something, where they are few enough.</summary>
        public ulong Held;
    }
}
