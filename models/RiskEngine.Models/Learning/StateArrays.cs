using System.Runtime.InteropServices;
using RiskEngine.Core.State;

namespace RiskEngine.Models.Learning;

/// <summary>Arrays of fixed length in a scorer's state, bit for bit.</summary>
internal static class StateArrays
{
    /// <summary>Writes an array as its raw bytes.</summary>
    public static void Save<T>(this StateWriter writer, T[] values)
        where T : unmanaged => writer.Bytes(MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>Reads an array of the same length back.</summary>
    /// <exception cref="StateFormatException">The saved array has another length.</exception>
    public static void Restore<T>(ref this StateReader reader, T[] values)
        where T : unmanaged
    {
        var bytes = reader.Bytes();
        var room = MemoryMarshal.AsBytes(values.AsSpan());
        if (bytes.Length != room.Length) throw new StateFormatException($"an array of {bytes.Length} bytes where the model has {room.Length}");
        bytes.CopyTo(room);
    }
}
