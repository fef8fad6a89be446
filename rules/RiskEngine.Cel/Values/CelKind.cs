namespace RiskEngine.Cel.Values;

/// <summary>The runtime kind of a <see cref="CelValue"/>.</summary>
public enum CelKind : byte
{
    /// <summary>No value: what an accessor returns for a field that the context lacks.</summary>
    Absent,

    /// <summary>A runtime error.</summary>
    Error,

    /// <summary>The value <c>null</c>.</summary>
    Null,

    /// <summary>A truth value.</summary>
    Bool,

    /// <summary>A signed 64-bit integer.</summary>
    Int,

    /// <summary>An unsigned 64-bit integer.</summary>
    Uint,

    /// <summary>An IEEE 754 double.</summary>
    Double,

    /// <summary>A Unicode text.</summary>
    String,

    /// <summary>A sequence of octets.</summary>
    Bytes,

    /// <summary>An ordered list.</summary>
    List,

    /// <summary>A map from int, uint, bool or string.</summary>
    Map,

    /// <summary>A length of time, in nanoseconds.</summary>
    Duration,

    /// <summary>A point in time, in nanoseconds.</summary>
    Timestamp,

    /// <summary>A type.</summary>
    Type,
}
