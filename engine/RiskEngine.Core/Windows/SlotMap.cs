using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Windows;

/// <summary>Maps the slots of a key directory to the dense rows of one store.</summary>
/// <remarks>
/// Pages where most slots are in use, 4 bytes each; a hash table, about 16 bytes for each slot in use, where few are, as for a rule that watches one kind of devices among
/// many: of a page that holds little, every look brings another line into the cache. It takes the form that is smaller, looked at when it grows. Owned by one task.
/// </remarks>
internal sealed class SlotMap
{
    private const int PageBits = 9;
    private const int PageSize = 1 << PageBits;
    private const int PageBytes = PageSize * sizeof(int);
    private const int EntryBytes = 2 * sizeof(int);
    private const int FewestEntries = 16;

    /// <summary>The hash table where it is one; null where there are pages.</summary>
    private Entry[]? _entries = new Entry[FewestEntries];
    private int _shift = 32 - BitOperations.Log2(FewestEntries);
    private int _count;
    private int[]?[] _pages = [];
    private int _pageCount;

    /// <summary>Whether it is a hash table now.</summary>
    internal bool IsSparse => _entries is not null;

    /// <summary>The row of a slot; -1 is never a row: absent slots give false.</summary>
    public bool TryGet(int slot, out int row)
    {
        if (_entries is { } entries)
        {
            row = entries[PlaceOf(entries, slot)].RowPlusOne - 1;
        }
        else
        {
            var page = slot >> PageBits;
            row = (page < _pages.Length && _pages[page] is { } rows ? At(rows, slot) : 0) - 1;
        }

        return row >= 0;
    }

    /// <summary>Brings near what <see cref="TryGet"/> will read of a slot.</summary>
    public void Prefetch(int slot)
    {
        if (_entries is { } entries)
        {
            CacheLine.Prefetch(ref entries[Home(slot)]);
            return;
        }

        var page = slot >> PageBits;
        if (page < _pages.Length && _pages[page] is { } rows) CacheLine.Prefetch(ref At(rows, slot));
    }

    /// <summary>Sets the row of a slot.</summary>
    public void Set(int slot, int row)
    {
        if (_entries is null && PagesAreWasted(slot)) GoOverToEntries();
        if (_entries is { } entries && SetEntry(entries, slot, row + 1)) return;
        SetInPage(slot, row + 1);
    }

    /// <summary>Forgets a slot; does nothing where it has no row.</summary>
    public void Remove(int slot)
    {
        if (!TryGet(slot, out _)) return;
        _count--;
        if (_entries is { } entries) RemoveEntry(entries, PlaceOf(entries, slot));
        else At(PageOf(slot), slot) = 0;
    }

    /// <summary>Sets an entry of the hash table.</summary>
    /// <returns>False where it has become pages, and nothing is set.</returns>
    private bool SetEntry(Entry[] entries, int slot, int rowPlusOne)
    {
        var place = PlaceOf(entries, slot);
        if (entries[place].RowPlusOne == 0 && (_count + 1) * 2 > entries.Length)
        {
            var largest = slot;
            foreach (var entry in entries) largest = Math.Max(largest, entry.Slot);
            if (((largest >> PageBits) + 1L) * PageBytes <= entries.Length * 2L * EntryBytes)
            {
                GoOverToPages(entries);
                return false;
            }

            entries = Entries(entries.Length * 2);
            foreach (var entry in _entries!) Place(entries, entry);
            _entries = entries;
            place = PlaceOf(entries, slot);
        }

        if (entries[place].RowPlusOne == 0) _count++;
        entries[place] = new Entry(slot, rowPlusOne);
        return true;
    }

    private Entry[] Entries(int size)
    {
        _shift = 32 - BitOperations.Log2((uint)size);
        return new Entry[size];
    }

    private void Place(Entry[] entries, Entry entry)
    {
        if (entry.RowPlusOne != 0) entries[PlaceOf(entries, entry.Slot)] = entry;
    }

    private void GoOverToPages(Entry[] entries)
    {
        _entries = null;
        _count = 0;
        foreach (var entry in entries)
        {
            if (entry.RowPlusOne != 0) SetInPage(entry.Slot, entry.RowPlusOne);
        }
    }

    /// <summary>Whether, with one more page, the pages would be several times as large as a hash table.</summary>
    private bool PagesAreWasted(int slot)
    {
        var page = slot >> PageBits;
        return (page >= _pages.Length || _pages[page] is null) && (_pageCount + 1L) * PageBytes > 4L * EntryBytes * EntriesFor(_count + 1);
    }

    private static int EntriesFor(int count) => (int)Math.Max(FewestEntries, BitOperations.RoundUpToPowerOf2((uint)count * 2));

    private void GoOverToEntries()
    {
        var entries = Entries(EntriesFor(_count + 1));
        for (var page = 0; page < _pages.Length; page++)
        {
            for (var i = 0; i < PageSize && _pages[page] is { } rows; i++) Place(entries, new Entry((page << PageBits) + i, rows[i]));
        }

        _entries = entries;
        _pages = [];
        _pageCount = 0;
    }

    private void SetInPage(int slot, int rowPlusOne)
    {
        ref var row = ref PageOf(slot)[slot & (PageSize - 1)];
        if (row == 0) _count++;
        row = rowPlusOne;
    }

    /// <summary>Closes the gap, so that what was put behind it is found from its home.</summary>
    private void RemoveEntry(Entry[] entries, int place)
    {
        var mask = entries.Length - 1;
        for (var next = (place + 1) & mask; entries[next].RowPlusOne != 0; next = (next + 1) & mask)
        {
            var home = Home(entries[next].Slot);
            if (((next - home) & mask) < ((next - place) & mask)) continue;
            entries[place] = entries[next];
            place = next;
        }

        entries[place] = default;
    }

    /// <summary>Where a slot is, or would be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int PlaceOf(Entry[] entries, int slot)
    {
        var mask = entries.Length - 1;
        var place = Home(slot);
        while (entries[place].RowPlusOne != 0 && entries[place].Slot != slot) place = (place + 1) & mask;
        return place;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Home(int slot) => (int)(((uint)slot * 0x9E3779B1u) >> _shift);

    /// <summary>Without a look at the length of the page, which lies in another line of the cache; all pages have the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref int At(int[] page, int slot) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(page), slot & (PageSize - 1));

    private int[] PageOf(int slot)
    {
        var page = slot >> PageBits;
        if (page >= _pages.Length) Array.Resize(ref _pages, Math.Max(_pages.Length * 2, page + 1));
        if (_pages[page] is { } known) return known;
        _pageCount++;
        return _pages[page] = new int[PageSize];
    }

    private readonly record struct Entry(int Slot, int RowPlusOne);
}
