using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace RiskEngine.Core.Decoding;

/// <summary>Recent pseudonyms by the fingerprint of their value: sets of four, the oldest of a set gives way. Memory is taken on first use.</summary>
internal sealed class PseudonymCache
{
    private const int Ways = 4;

    private readonly ulong _key0;
    private readonly ulong _key1;
    private readonly int _sets;
    private Entry[] _entries = [];

    /// <summary>Creates an empty cache of about <paramref name="size"/> pseudonyms.</summary>
    public PseudonymCache(int size)
    {
        Span<ulong> key = stackalloc ulong[2];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(key));
        (_key0, _key1) = (key[0], key[1]);
        _sets = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(size / Ways, 1));
    }

    /// <summary>What stands for a value here.</summary>
    public UInt128 Fingerprint(ReadOnlySpan<byte> value) => SipHash.Hash128(value, _key0, _key1);

    /// <summary>The pseudonym kept under a fingerprint, or null.</summary>
    public string? Find(UInt128 fingerprint)
    {
        if (_entries.Length == 0) return null;
        foreach (ref readonly var entry in SetOf(fingerprint))
        {
            if (entry.Fingerprint == fingerprint) return entry.Pseudonym;
        }

        return null;
    }

    /// <summary>Keeps a pseudonym in front of its set.</summary>
    public string Keep(UInt128 fingerprint, string pseudonym)
    {
        if (_entries.Length == 0) _entries = new Entry[_sets * Ways];
        var set = SetOf(fingerprint);
        set[..^1].CopyTo(set[1..]);
        set[0] = new Entry(fingerprint, pseudonym);
        return pseudonym;
    }

    private Span<Entry> SetOf(UInt128 fingerprint) => _entries.AsSpan((int)((ulong)fingerprint & (ulong)(_sets - 1)) * Ways, Ways);

    private readonly record struct Entry(UInt128 Fingerprint, string? Pseudonym);
}
