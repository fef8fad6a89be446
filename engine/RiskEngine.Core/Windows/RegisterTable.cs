using RiskEngine.Core.Registers;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Windows;

/// <summary>The registers of many keys, side by side without an object per key; they outlive the windows over them, so that a meter that is read seldom is
/// known when it is read again.</summary>
/// <remarks>About 80 bytes per key. A key goes when it is forgotten. Owned by one task.</remarks>
internal sealed class RegisterTable(RegisterLimits limits)
{
    private readonly SlotTable<Register> _registers = new();

    /// <summary>How many keys have been read.</summary>
    public int Count => _registers.Count;

    /// <summary>Whether a key has been read.</summary>
    public bool Has(int slot) => _registers.TryRow(slot, out _);

    /// <summary>Takes in a reading.</summary>
    /// <returns>What the register has counted since its first reading.</returns>
    public double Read(int slot, EventTime at, double reading)
    {
        ref var register = ref _registers.Of(slot, out var isNew);
        if (isNew) register = new Register();
        register.Read(at, reading, limits);
        return register.Total;
    }

    /// <summary>Brings near where a key's register is found.</summary>
    public void PrefetchRow(int slot) => _registers.PrefetchRow(slot);

    /// <summary>Brings near a key's register; <see cref="PrefetchRow"/> comes some events before.</summary>
    public void PrefetchValue(int slot) => _registers.PrefetchValue(slot);

    /// <summary>Writes a key's register.</summary>
    /// <returns>False where it has none.</returns>
    public bool TrySave(int slot, StateWriter writer)
    {
        if (!_registers.TryRow(slot, out var row)) return false;
        _registers.At(row).Save(writer);
        return true;
    }

    /// <summary>Reads a key's register, where there are registers and the state is no older than they.</summary>
    /// <returns>Whether more was stored of the key: its windows may have passed.</returns>
    /// <exception cref="StateFormatException">The bytes are damaged.</exception>
    public static bool Restore(RegisterTable? registers, int slot, ref StateReader reader)
    {
        if (registers is null || reader.Format < StateReader.WithTotals) return true;
        var register = new Register();
        register.Restore(ref reader);
        registers._registers.Of(slot, out _) = register;
        return !reader.AtEnd;
    }

    /// <summary>Goes on from what format 3 of the state kept of a key, which is no more than a reading; of other formats there is nothing to do.</summary>
    public void Restore(int slot, EventTime at, in EarlierTotals earlier)
    {
        if (!double.IsNaN(earlier.Last)) _registers.Of(slot, out _) = Register.ReadAt(at, earlier.Last, earlier.Total);
    }

    /// <summary>Forgets a key.</summary>
    /// <returns>Whether it had a register.</returns>
    public bool Remove(int slot) => _registers.Remove(slot);

    /// <summary>Forgets all keys.</summary>
    public void Clear() => _registers.Clear();
}
