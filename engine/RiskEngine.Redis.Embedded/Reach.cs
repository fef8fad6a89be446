using System.Buffers.Binary;
using RiskEngine.Core.State;

namespace RiskEngine.Redis.Embedded;

/// <summary>A file that says how far the log of its generation is on the disk for certain: Garnet takes a log that was cut off for a whole one.</summary>
internal static class Reach
{
    private const string Name = "reached";
    private const int AddressBytes = 8;

    /// <summary>Reads it.</summary>
    /// <returns>An address of the log; zero where nothing is certain.</returns>
    public static long Read(string folder)
    {
        var file = Path.Combine(folder, Name);
        if (!File.Exists(file)) return 0;
        var bytes = File.ReadAllBytes(file);
        var isWhole = bytes.Length == AddressBytes + Checksum.Size
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(AddressBytes)) == Checksum.Of(bytes.AsSpan(0, AddressBytes));
        return isWhole ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
    }

    /// <summary>Writes it, over the one before.</summary>
    public static void Write(string folder, long address)
    {
        Span<byte> bytes = stackalloc byte[AddressBytes + Checksum.Size];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, address);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[AddressBytes..], Checksum.Of(bytes[..AddressBytes]));
        using var file = File.OpenHandle(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.Write);
        RandomAccess.Write(file, bytes, 0);
    }
}
