using System.Buffers.Binary;
using System.Text;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.State;

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
/// <remarks>Any damage (cut off, over-long number, negative count) throws <see cref="StateFormatException"/>: the caller refuses that entry.</remarks>
public ref struct StateReader
{
    /// <summary>The first format of segments in which windows over registers keep totals.</summary>
    internal const byte WithTotals = 4;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    /// <summary>Reads from the start of <paramref name="bytes"/>.</summary>
    public StateReader(ReadOnlySpan<byte> bytes)
        : this(bytes, EventTime.MaxValue)
    {
    }

    /// <summary>Reads state that was stored when the clock stood at <paramref name="latest"/>.</summary>
    /// <param name="bytes">What was stored.</param>
    /// <param name="latest">Where the clock stood.</param>
    /// <param name="format">The format of the segment that it stood in.</param>
    public StateReader(ReadOnlySpan<byte> bytes, EventTime latest, byte format = byte.MaxValue)
    {
        _bytes = bytes;
        _at = 0;
        Latest = latest;
        Format = format;
    }

    /// <summary>The format of the segment that it stood in; the largest number where it is no earlier one.</summary>
    public byte Format { get; }

    /// <summary>The time that no event of the state can lie after.</summary>
    public EventTime Latest { get; }

    /// <summary>Whether everything was read.</summary>
    public readonly bool AtEnd => _at == _bytes.Length;

    /// <summary>Bytes not yet read.</summary>
    public readonly int Remaining => _bytes.Length - _at;

    /// <summary>Reads one byte.</summary>
    public byte Byte() => _at < _bytes.Length ? _bytes[_at++] : throw CutOff();

    /// <summary>Reads a truth value.</summary>
    public bool Bool() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw new StateFormatException($"byte {_at - 1}: {other} is not a truth value"),
    };

    /// <summary>Reads an unsigned integer.</summary>
    public ulong UInt()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }

        throw new StateFormatException($"byte {_at}: a number longer than ten bytes");
    }

    /// <summary>Reads a signed integer.</summary>
    public long Int()
    {
        var raw = UInt();
        return (long)(raw >> 1) ^ -(long)(raw & 1);
    }

    /// <summary>Reads a count; larger than what is left of the input is damage, so a count can be trusted for an allocation.</summary>
    public int Count()
    {
        var value = UInt();
        return value <= (ulong)Remaining ? (int)value : throw new StateFormatException($"byte {_at}: count {value} exceeds the {Remaining} bytes left");
    }

    /// <summary>Reads a small non-negative number that is no count of what follows (an index, a size class).</summary>
    public int Small()
    {
        var value = UInt();
        return value <= int.MaxValue ? (int)value : throw new StateFormatException($"byte {_at}: {value} is too large");
    }

    /// <summary>Reads the time of something that has happened, by its distance in microseconds from another one.</summary>
    /// <remarks>A time beyond <see cref="EventTime"/>'s bounds, or after <see cref="Latest"/>, is damage: a clock that ran up to it would never end.</remarks>
    public EventTime Time(EventTime from = default)
    {
        var time = TimeAhead(from);
        return time <= Latest ? time : throw new StateFormatException($"byte {_at}: {time} lies after {Latest}, when the state was stored");
    }

    /// <summary>Reads a time that may be still to come.</summary>
    public EventTime TimeAhead(EventTime from = default)
    {
        var micros = unchecked(from.Micros + Int());
        return micros >= EventTime.MinValue.Micros && micros <= EventTime.MaxValue.Micros
            ? new EventTime(micros)
            : throw new StateFormatException($"byte {_at}: {micros} is no time");
    }

    /// <summary>Reads a double bit for bit.</summary>
    public double Double()
    {
        if (Remaining < 8) throw CutOff();
        var value = BinaryPrimitives.ReadDoubleLittleEndian(_bytes[_at..]);
        _at += 8;
        return value;
    }

    /// <summary>Reads a string.</summary>
    public string String() => Encoding.UTF8.GetString(Bytes());

    /// <summary>Reads a byte count and that many bytes.</summary>
    public ReadOnlySpan<byte> Bytes() => Raw(Count());

    /// <summary>Reads the given number of bytes.</summary>
    public ReadOnlySpan<byte> Raw(int count)
    {
        if (Remaining < count) throw CutOff();
        var bytes = _bytes.Slice(_at, count);
        _at += count;
        return bytes;
    }

    private readonly StateFormatException CutOff() => new($"byte {_at}: cut off");
}
