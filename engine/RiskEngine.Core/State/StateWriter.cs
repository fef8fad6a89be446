using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace RiskEngine.Core.State;

/// <summary>Appends values to a growing buffer in the compact binary form that checkpoints use (docs/state.md).</summary>
/// <remarks>
/// Unsigned integers are LEB128 varints, signed ones zigzag first, doubles eight little-endian bytes (bit for bit), strings a
/// byte count and UTF-8. Owned by one thread; reused by <see cref="Clear"/>; a written span is valid until the next write.
/// </remarks>
public sealed class StateWriter
{
    private const int LaterBytes = 5;
    private byte[] _buffer;
    private int _length;

    /// <summary>Creates a writer with room for <paramref name="capacity"/> bytes; it grows as needed.</summary>
    public StateWriter(int capacity = 256) => _buffer = new byte[Math.Max(capacity, 16)];

    /// <summary>The bytes written so far.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>How many bytes have been written.</summary>
    public int Length => _length;

    /// <summary>Forgets what was written and keeps the buffer.</summary>
    public void Clear() => _length = 0;

    /// <summary>Forgets what was written behind a length.</summary>
    public void CutTo(int length) => _length = Math.Min(length, _length);

    /// <summary>Goes on, empty, in another array.</summary>
    public void Use(byte[] buffer)
    {
        _buffer = buffer;
        _length = 0;
    }

    /// <summary>Gives the array away; the writer is empty and has none until it writes again.</summary>
    public byte[] Release()
    {
        var buffer = _buffer;
        Use([]);
        return buffer;
    }

    /// <summary>A copy of the bytes written so far.</summary>
    public byte[] ToArray() => Written.ToArray();

    /// <summary>Writes one byte.</summary>
    public void Byte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    /// <summary>Writes a truth value as one byte.</summary>
    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Writes an unsigned integer as 1 to 10 bytes.</summary>
    public void UInt(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_length++] = (byte)value;
    }

    /// <summary>Writes a count or an index, never negative.</summary>
    public void Count(int value) => UInt((ulong)value);

    /// <summary>Leaves room for a count that is not known yet.</summary>
    /// <returns>Where, for <see cref="SetCount"/>.</returns>
    public int CountLater()
    {
        Reserve(LaterBytes);
        _length += LaterBytes;
        return _length - LaterBytes;
    }

    /// <summary>Writes a count into the room that was left: a varint of five bytes, whatever its value, which reads as any other.</summary>
    public void SetCount(int place, int value)
    {
        for (var i = 0; i < LaterBytes; i++, value >>= 7) _buffer[place + i] = (byte)((value & 0x7f) | (i < LaterBytes - 1 ? 0x80 : 0));
    }

    /// <summary>Writes a signed integer as 1 to 10 bytes, small magnitudes short.</summary>
    public void Int(long value) => UInt((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Writes a double bit for bit, eight bytes.</summary>
    public void Double(double value)
    {
        Reserve(8);
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.AsSpan(_length), value);
        _length += 8;
    }

    /// <summary>Writes a string as byte count and UTF-8.</summary>
    public void String(string value)
    {
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        Reserve(most + 5);
        if (most < 0x80)
        {
            // The count is one byte, whatever it will be: names are short, and this is one pass over them instead of two.
            var written = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length + 1));
            _buffer[_length] = (byte)written;
            _length += written + 1;
            return;
        }

        var count = Encoding.UTF8.GetByteCount(value);
        UInt((ulong)count);
        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
    }

    /// <summary>Writes a byte count and the bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        UInt((ulong)value.Length);
        Raw(value);
    }

    /// <summary>Writes the bytes without a count.</summary>
    public void Raw(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_buffer.AsSpan(_length));
        _length += value.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int more)
    {
        if (_length + more > _buffer.Length) Grow(more);
    }

    private void Grow(int more) => Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + more));
}
