using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace RiskEngine.Core.Events;

/// <summary>Gives every distinct name one small number, so that the hot path compares and indexes integers.</summary>
/// <remarks>
/// A name is stored once; a known name is found without allocating. Owned by one task. The hash is seeded per table, so names cannot be
/// chosen to collide; numbers are given in order of first appearance, so results do not depend on the seed.
/// Benchmark: SymbolTableBenchmarks.
/// </remarks>
public sealed class SymbolTable
{
    /// <summary>The number of "no name".</summary>
    public const int None = 0;

    private readonly ulong _seed;
    private Slot[] _slots;
    private string[] _names;
    private byte[] _bytes;
    private int _bytesUsed;
    private int _count;

    /// <summary>Creates an empty table.</summary>
    /// <param name="limit">Most names it takes; a further one is refused.</param>
    /// <param name="seed">Hash seed; any value gives the same numbers. Null takes a random one that nobody can aim at.</param>
    public SymbolTable(int limit, ulong? seed = null)
    {
        Limit = limit;
        _seed = seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        _slots = new Slot[64];
        _names = new string[32];
        _names[None] = "";
        _bytes = new byte[1024];
        _count = 1;
    }

    /// <summary>Most names the table takes.</summary>
    public int Limit { get; }

    /// <summary>One more than the largest number given so far.</summary>
    public int Count => _count;

    /// <summary>The name with this number; empty for <see cref="None"/>.</summary>
    public string this[int symbol] => _names[symbol];

    /// <summary>Finds a name or adds it.</summary>
    /// <returns>False where the name is new and the table is full.</returns>
    public bool TryIntern(ReadOnlySpan<byte> utf8, out int symbol)
    {
        if (utf8.IsEmpty)
        {
            symbol = None;
            return true;
        }

        var hash = Hash(utf8, _seed);
        return TryFind(utf8, hash, out symbol) || TryAdd(utf8, hash, out symbol);
    }

    /// <summary>Finds a name and leaves the table as it is.</summary>
    /// <returns>False where the name is new, and for the empty name.</returns>
    public bool TryFind(ReadOnlySpan<byte> utf8, out int symbol)
    {
        symbol = None;
        return !utf8.IsEmpty && TryFind(utf8, Hash(utf8, _seed), out symbol);
    }

    /// <summary>Finds a name or adds it.</summary>
    /// <exception cref="InvalidOperationException">The table is full.</exception>
    public int Intern(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        return TryIntern(utf8, out var symbol) ? symbol : throw new InvalidOperationException($"symbol table is full ({Limit} names)");
    }

    /// <summary>Brings near the place where a name will be looked for in a moment: with a million names it lies in no cache.</summary>
    /// <returns>That place, for <see cref="PrefetchName"/>.</returns>
    internal int PrefetchPlace(ReadOnlySpan<byte> utf8)
    {
        var place = (int)Hash(utf8, _seed) & (_slots.Length - 1);
        CacheLine.Prefetch(ref _slots[place]);
        return place;
    }

    /// <summary>Brings near the name at a place, as far as that has come near itself.</summary>
    internal void PrefetchName(int place)
    {
        if ((uint)place < (uint)_slots.Length) CacheLine.Prefetch(ref _bytes[_slots[place].Start]);
    }

    private bool TryFind(ReadOnlySpan<byte> utf8, ulong hash, out int symbol)
    {
        var mask = _slots.Length - 1;
        for (var i = (int)hash & mask; ; i = (i + 1) & mask)
        {
            ref var slot = ref _slots[i];
            symbol = slot.Symbol;
            if (symbol == None) return false;
            if (slot.Hash == (uint)(hash >> 32) && utf8.SequenceEqual(_bytes.AsSpan(slot.Start, slot.Length))) return true;
        }
    }

    private bool TryAdd(ReadOnlySpan<byte> utf8, ulong hash, out int symbol)
    {
        symbol = None;
        if (_count > Limit) return false;
        if (_count * 2 > _slots.Length) Rehash(_slots.Length * 2);
        if (_count == _names.Length) Array.Resize(ref _names, _names.Length * 2);
        if (_bytesUsed + utf8.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _bytesUsed + utf8.Length));

        utf8.CopyTo(_bytes.AsSpan(_bytesUsed));
        symbol = _count++;
        _names[symbol] = Encoding.UTF8.GetString(utf8);
        Place(new Slot((uint)(hash >> 32), symbol, _bytesUsed, utf8.Length), hash);
        _bytesUsed += utf8.Length;
        return true;
    }

    private void Place(in Slot slot, ulong hash)
    {
        var mask = _slots.Length - 1;
        var i = (int)hash & mask;
        while (_slots[i].Symbol != None) i = (i + 1) & mask;
        _slots[i] = slot;
    }

    private void Rehash(int size)
    {
        var old = _slots;
        _slots = new Slot[size];
        foreach (var slot in old)
        {
            if (slot.Symbol != None) Place(slot, Hash(_bytes.AsSpan(slot.Start, slot.Length), _seed));
        }
    }

    /// <summary>Folds eight bytes at a time by multiplication; the last eight overlap, so no tail loop is needed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ReadOnlySpan<byte> utf8, ulong seed)
    {
        var hash = seed ^ (ulong)utf8.Length;
        if (utf8.Length < 8) return Fold(hash ^ ShortWord(utf8));
        ref var start = ref MemoryMarshal.GetReference(utf8);
        var last = utf8.Length - 8;
        for (var i = 0; i < last; i += 8) hash = Fold(hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, i)));
        return Fold(hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, last)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong word)
    {
        var high = Math.BigMul(word, 0xA0761D6478BD642F, out var low);
        return BitOperations.RotateLeft(high ^ low, 23);
    }

    private static ulong ShortWord(ReadOnlySpan<byte> utf8)
    {
        ulong word = 0;
        foreach (var next in utf8) word = (word << 8) | next;
        return word;
    }

    private readonly record struct Slot(uint Hash, int Symbol, int Start, int Length);
}
