using System.Numerics;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Windows;

/// <summary>Counts different values: exactly up to 128, then by 1,024 HyperLogLog registers (standard error 3.25 %).</summary>
/// <remarks>Flajolet, Fusy, Gandouet and Meunier (2007), "HyperLogLog: the analysis of a near-optimal cardinality estimation algorithm"; linear counting
/// for small estimates. Order and merging do not change the result. Takes 64-bit hashes; at most about 2 kB.</remarks>
public sealed class DistinctSketch
{
    private const int ExactLimit = 128;
    private const int RegisterBits = 10;
    private const int Registers = 1 << RegisterBits;
    private const double Alpha = 0.7213 / (1 + (1.079 / Registers));

    private readonly HashSet<ulong> _exact = [];
    private byte[]? _registers;

    /// <summary>Adds one value by its hash.</summary>
    public void Add(ulong hash)
    {
        if (_registers is null)
        {
            _exact.Add(hash);
            if (_exact.Count > ExactLimit) Overflow();
        }
        else
        {
            Register(hash);
        }
    }

    /// <summary>Adds all values of another sketch.</summary>
    public void Merge(DistinctSketch other)
    {
        foreach (var hash in other._exact) Add(hash);
        if (other._registers is not { } theirs) return;
        if (_registers is null) Overflow();
        var ours = _registers ?? [];
        for (var i = 0; i < Registers; i++) ours[i] = Math.Max(ours[i], theirs[i]);
    }

    /// <summary>How many different values were added.</summary>
    public double Estimate()
    {
        if (_registers is not { } registers) return _exact.Count;
        double harmonic = 0;
        var zeros = 0;
        foreach (var register in registers)
        {
            harmonic += Math.ScaleB(1, -register);
            if (register == 0) zeros++;
        }

        var estimate = Alpha * Registers * Registers / harmonic;
        return estimate <= 2.5 * Registers && zeros > 0 ? Math.Round(Registers * Math.Log((double)Registers / zeros)) : Math.Round(estimate);
    }

    /// <summary>Forgets all values.</summary>
    public void Clear()
    {
        _exact.Clear();
        _registers = null;
    }

    /// <summary>Writes the sketch.</summary>
    public void Save(StateWriter writer)
    {
        writer.Bool(_registers is not null);
        if (_registers is not null)
        {
            writer.Raw(_registers);
            return;
        }

        writer.Count(_exact.Count);
        Span<ulong> sorted = stackalloc ulong[_exact.Count];
        var i = 0;
        foreach (var hash in _exact) sorted[i++] = hash;
        sorted.Sort();
        foreach (var hash in sorted) writer.Double(BitConverter.UInt64BitsToDouble(hash));
    }

    /// <summary>Replaces the sketch by a saved one.</summary>
    public void Restore(ref StateReader reader)
    {
        Clear();
        if (reader.Bool())
        {
            _registers = reader.Raw(Registers).ToArray();
            return;
        }

        var count = reader.Count();
        if (count > ExactLimit) throw new StateFormatException($"{count} values where {ExactLimit} are kept");
        for (; count > 0; count--) _exact.Add(BitConverter.DoubleToUInt64Bits(reader.Double()));
    }

    /// <summary>Spreads the bits of a number so that it can serve as a hash (the finaliser of SplitMix64).</summary>
    public static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    private void Overflow()
    {
        _registers = new byte[Registers];
        foreach (var hash in _exact) Register(hash);
        _exact.Clear();
    }

    private void Register(ulong hash)
    {
        if (_registers is not { } registers) return;
        var index = (int)(hash >> (64 - RegisterBits));
        var rank = (byte)(BitOperations.LeadingZeroCount((hash << RegisterBits) | (1UL << (RegisterBits - 1))) + 1);
        if (rank > registers[index]) registers[index] = rank;
    }
}
