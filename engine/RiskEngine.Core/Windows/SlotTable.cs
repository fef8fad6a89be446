using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Windows;

/// <summary>One value for each key that has one, side by side in large arrays without an object per key.</summary>
/// <remarks>Memory per key: the value and about 8 bytes. A reference is valid until the next key is added or removed. Owned by one task.</remarks>
/// <typeparam name="T">What is kept of a key.</typeparam>
internal sealed class SlotTable<T>
    where T : struct
{
    private const int ChunkBits = 7;
    private const int ChunkRows = 1 << ChunkBits;
    private const int Free = -1;
    private readonly SlotMap _rows = new();
    private readonly Stack<int> _freeRows = new();
    private T[][] _chunks = new T[8][];
    private int[] _slots = new int[ChunkRows];

    /// <summary>How many keys have a value.</summary>
    public int Count => RowCount - _freeRows.Count;

    /// <summary>Rows in use or free, the bound for <see cref="SlotAt"/> and <see cref="At"/>.</summary>
    public int RowCount { get; private set; }

    /// <summary>The slot in a row; negative where the row is free.</summary>
    public int SlotAt(int row) => _slots[row];

    /// <summary>The value in a row, without a look at the length of the chunk, which lies in another line of the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T At(int row) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_chunks[row >> ChunkBits]), row & (ChunkRows - 1));

    /// <summary>Finds the row of a key.</summary>
    public bool TryRow(int slot, out int row) => _rows.TryGet(slot, out row);

    /// <summary>The value of a key; a new one is all zero.</summary>
    public ref T Of(int slot, out bool isNew)
    {
        isNew = !_rows.TryGet(slot, out var row);
        if (isNew) row = NewRow(slot);
        return ref At(row);
    }

    /// <summary>Forgets a key.</summary>
    /// <returns>Whether it had a value.</returns>
    public bool Remove(int slot)
    {
        if (!_rows.TryGet(slot, out var row)) return false;
        _rows.Remove(slot);
        _slots[row] = Free;
        At(row) = default;
        _freeRows.Push(row);
        return true;
    }

    /// <summary>Forgets all keys.</summary>
    public void Clear()
    {
        for (var row = 0; row < RowCount; row++)
        {
            if (_slots[row] != Free) Remove(_slots[row]);
        }
    }

    /// <summary>Brings near where the row of a key is written.</summary>
    public void PrefetchRow(int slot) => _rows.Prefetch(slot);

    /// <summary>Brings near the value of a key; <see cref="PrefetchRow"/> comes some events before.</summary>
    public void PrefetchValue(int slot)
    {
        if (_rows.TryGet(slot, out var row)) CacheLine.Prefetch(ref At(row));
    }

    private int NewRow(int slot)
    {
        if (!_freeRows.TryPop(out var row))
        {
            row = RowCount++;
            if (row == _slots.Length) Array.Resize(ref _slots, _slots.Length * 2);
            var chunk = row >> ChunkBits;
            if (chunk == _chunks.Length) Array.Resize(ref _chunks, chunk * 2);
            _chunks[chunk] ??= new T[ChunkRows];
        }

        _slots[row] = slot;
        _rows.Set(slot, row);
        return row;
    }
}
