using System.Buffers.Binary;
using System.Numerics;

namespace RiskEngine.Core.State;

/// <summary>CRC-32C of stored bytes, so that damage is found before it is believed.</summary>
public static class Checksum
{
    /// <summary>Bytes that a checksum takes.</summary>
    public const int Size = 4;

    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var next in bytes) crc = BitOperations.Crc32C(crc, next);
        return ~crc;
    }

    /// <summary>Appends the checksum of what was written.</summary>
    public static void Seal(StateWriter writer)
    {
        Span<byte> sum = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt32LittleEndian(sum, Of(writer.Written));
        writer.Raw(sum);
    }

    /// <summary>The bytes before a checksum that fits them.</summary>
    /// <exception cref="StateFormatException">It does not fit.</exception>
    public static ReadOnlySpan<byte> Open(ReadOnlySpan<byte> sealedBytes)
    {
        if (sealedBytes.Length < Size) throw new StateFormatException("too short for a checksum");
        var bytes = sealedBytes[..^Size];
        if (BinaryPrimitives.ReadUInt32LittleEndian(sealedBytes[^Size..]) != Of(bytes)) throw new StateFormatException("the checksum does not fit the bytes");
        return bytes;
    }
}
