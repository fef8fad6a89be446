using System.Diagnostics.CodeAnalysis;

namespace RiskEngine.Cel.Values;

/// <summary>One value of the expression language: 24 bytes, no boxing for numbers, truth values, durations and timestamps.</summary>
/// <remarks>
/// The default value is <see cref="Absent"/>. The <c>As…</c> members do not check the kind: read <see cref="Kind"/> first.
/// Equality is that of the language: numbers compare across int, uint and double; NaN equals nothing.
/// </remarks>
public readonly struct CelValue : IEquatable<CelValue>
{
    private readonly object? _object;
    private readonly long _bits;
    private readonly int _small;

    private CelValue(CelKind kind, object? reference, long bits, int small = 0)
    {
        _object = reference;
        _bits = bits;
        _small = small;
        Kind = kind;
    }

    /// <summary>What an accessor returns for a field that the context lacks.</summary>
    public static CelValue Absent => default;

    /// <summary>The value <c>null</c>.</summary>
    public static CelValue Null => new(CelKind.Null, null, 0);

    /// <summary>The kind, which says how to read the value.</summary>
    public CelKind Kind { get; }

    /// <summary>Whether this is a runtime error.</summary>
    public bool IsError => Kind == CelKind.Error;

    /// <summary>Whether this stands for a missing field.</summary>
    public bool IsAbsent => Kind == CelKind.Absent;

    /// <summary>A truth value.</summary>
    public static CelValue Of(bool value) => new(CelKind.Bool, null, value ? 1 : 0);

    /// <summary>An int.</summary>
    public static CelValue Of(long value) => new(CelKind.Int, null, value);

    /// <summary>A uint.</summary>
    public static CelValue Of(ulong value) => new(CelKind.Uint, null, unchecked((long)value));

    /// <summary>A double.</summary>
    public static CelValue Of(double value) => new(CelKind.Double, null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A text; <see cref="Absent"/> when it is null.</summary>
    public static CelValue Of(string? value) => value is null ? default : new(CelKind.String, value, 0);

    /// <summary>Octets; the array is kept, not copied, and must not change.</summary>
    public static CelValue Of(byte[] value) => new(CelKind.Bytes, value, 0);

    /// <summary>A list.</summary>
    public static CelValue Of(CelList value) => new(CelKind.List, value, 0);

    /// <summary>A map.</summary>
    public static CelValue Of(CelMap value) => new(CelKind.Map, value, 0);

    /// <summary>A type.</summary>
    public static CelValue Of(CelType value) => new(CelKind.Type, value, 0);

    /// <summary>A duration.</summary>
    public static CelValue Of(TimeSpan value)
    {
        var nanos = (Int128)value.Ticks * 100;
        return nanos > long.MaxValue || nanos < long.MinValue
            ? Of(new CelError(CelErrorCode.OutOfRange, "duration"))
            : OfDurationNanos((long)nanos);
    }

    /// <summary>A timestamp, read as UTC.</summary>
    public static CelValue Of(DateTimeOffset value)
    {
        var ticks = value.UtcTicks - DateTime.UnixEpoch.Ticks;
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        return rest < 0
            ? OfTimestamp(seconds - 1, (int)(rest + TimeSpan.TicksPerSecond) * 100)
            : OfTimestamp(seconds, (int)rest * 100);
    }

    /// <summary>A runtime error: an argument that a function cannot use.</summary>
    /// <param name="why">What is wrong with it, without the argument itself.</param>
    public static CelValue Unusable(string why) => Fail(CelErrorCode.InvalidArgument, why);

    /// <summary>A runtime error.</summary>
    public static CelValue Of(in CelError error) => Fail(error);

    /// <summary>A duration.</summary>
    /// <param name="nanos">Nanoseconds.</param>
    public static CelValue OfDurationNanos(long nanos) => new(CelKind.Duration, null, nanos);

    /// <summary>A timestamp.</summary>
    /// <param name="seconds">Whole seconds since 1970-01-01T00:00:00Z, rounded down.</param>
    /// <param name="nanos">Nanoseconds within that second, 0 to 999,999,999.</param>
    public static CelValue OfTimestamp(long seconds, int nanos) => new(CelKind.Timestamp, null, seconds, nanos);

    /// <summary>A timestamp.</summary>
    /// <param name="micros">Microseconds since 1970-01-01T00:00:00Z.</param>
    public static CelValue OfTimestampMicros(long micros)
    {
        var seconds = Math.DivRem(micros, 1_000_000, out var rest);
        return rest < 0 ? OfTimestamp(seconds - 1, (int)(rest + 1_000_000) * 1000) : OfTimestamp(seconds, (int)rest * 1000);
    }

    /// <summary>Reads a truth value.</summary>
    public bool AsBool() => _bits != 0;

    /// <summary>Reads an int.</summary>
    public long AsInt() => _bits;

    /// <summary>Reads a uint.</summary>
    public ulong AsUint() => unchecked((ulong)_bits);

    /// <summary>Reads a double.</summary>
    public double AsDouble() => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>Reads a text.</summary>
    public string AsString() => _object as string ?? "";

    /// <summary>Reads octets.</summary>
    [SuppressMessage("Performance", "CA1819", Justification = "The language's bytes are immutable by contract; copying would cost each read.")]
    public byte[] AsBytes() => _object as byte[] ?? [];

    /// <summary>Reads a list.</summary>
    public CelList AsList() => _object as CelList ?? CelList.Empty;

    /// <summary>Reads a map.</summary>
    public CelMap AsMap() => _object as CelMap ?? new CelMap();

    /// <summary>Reads a type.</summary>
    public CelType AsType() => _object as CelType ?? CelType.Dyn;

    /// <summary>Reads a duration, in nanoseconds.</summary>
    public long AsDurationNanos() => _bits;

    /// <summary>Reads a timestamp's whole seconds since 1970, rounded down.</summary>
    public long AsTimestampSeconds() => _bits;

    /// <summary>Reads a timestamp's nanoseconds within its second.</summary>
    public int AsTimestampNanos() => _small;

    /// <summary>Reads a runtime error.</summary>
    public CelError AsError() => Kind == CelKind.Absent
        ? new CelError(CelErrorCode.NoSuchKey, "(absent)")
        : new CelError((CelErrorCode)_small, _object, _bits);

    /// <summary>Compares as the operator <c>==</c> does.</summary>
    public bool Equals(CelValue other) => Equality.AreEqual(this, other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CelValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Equality.Hash(this);

    /// <summary>Writes the value as <c>%s</c> of <c>format</c> does.</summary>
    public override string ToString() => Kind switch
    {
        CelKind.Absent => "(absent)",
        CelKind.Error => AsError().Message,
        _ => ValueText.Display(this),
    };

    internal object? Reference => _object;

    internal static CelValue Fail(in CelError error) => error.Pack();

    internal static CelValue Fail(CelErrorCode code, object? subject = null, long number = 0) =>
        new(CelKind.Error, subject, number, (int)code);
}
