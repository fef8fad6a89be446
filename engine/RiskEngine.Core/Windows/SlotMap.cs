using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Windows;

/// <summary>Maps the slots of a key directory to the dense rows of one store; pages exist only where slots are in use.</summary>
internal sealed class SlotMap
{
    private const int PageBits = 9;
    private const int PageSize = 1 << PageBits;
    private int[]?[] _pages = new int[]?[16];

    /// <summary>The row of a slot; -1 is never a row: absent slots give false.</summary>
    public bool TryGet(int slot, out int row)
    {
        var page = slot >> PageBits;
        row = (page < _pages.Length && _pages[page] is { } rows ? Entry(rows, slot) : 0) - 1;
        return row >= 0;
    }

    /// <summary>Brings near what <see cref="TryGet"/> will read of a slot.</summary>
    public void Fetch(int slot)
    {
        var page = slot >> PageBits;
        if (page < _pages.Length && _pages[page] is { } rows) Ahead.Fetch(ref Entry(rows, slot));
    }

    public void Set(int slot, int row) => PageOf(slot)[slot & (PageSize - 1)] = row + 1;

    public void Remove(int slot) => PageOf(slot)[slot & (PageSize - 1)] = 0;

    /// <summary>Without a look at the length of the page, which lies in another line of the cache; all pages have the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref int Entry(int[] page, int slot) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(page), slot & (PageSize - 1));

    private int[] PageOf(int slot)
    {
        var page = slot >> PageBits;
        if (page >= _pages.Length) Array.Resize(ref _pages, Math.Max(_pages.Length * 2, page + 1));
        return _pages[page] ??= new int[PageSize];
    }
}
