namespace RiskEngine.Cel.Values;

/// <summary>A static type of the expression language. Immutable; equal when it has the same shape.</summary>
public sealed class CelType : IEquatable<CelType>
{
    /// <summary>Any type; checked when the expression runs.</summary>
    public static readonly CelType Dyn = new(CelKind.Absent, "dyn");

    /// <summary>The type of <c>null</c>.</summary>
    public static readonly CelType Null = new(CelKind.Null, "null_type");

    /// <summary>Truth values.</summary>
    public static readonly CelType Bool = new(CelKind.Bool, "bool");

    /// <summary>Signed 64-bit integers.</summary>
    public static readonly CelType Int = new(CelKind.Int, "int");

    /// <summary>Unsigned 64-bit integers.</summary>
    public static readonly CelType Uint = new(CelKind.Uint, "uint");

    /// <summary>IEEE 754 doubles.</summary>
    public static readonly CelType Double = new(CelKind.Double, "double");

    /// <summary>Unicode texts.</summary>
    public static readonly CelType String = new(CelKind.String, "string");

    /// <summary>Sequences of octets.</summary>
    public static readonly CelType Bytes = new(CelKind.Bytes, "bytes");

    /// <summary>Lengths of time.</summary>
    public static readonly CelType Duration = new(CelKind.Duration, "google.protobuf.Duration");

    /// <summary>Points in time.</summary>
    public static readonly CelType Timestamp = new(CelKind.Timestamp, "google.protobuf.Timestamp");

    /// <summary>The type of types.</summary>
    public static readonly CelType Type = new(CelKind.Type, "type");

    private static readonly CelType ListOfDyn = new(CelKind.List, "list", Dyn);
    private static readonly CelType MapOfDyn = new(CelKind.Map, "map", Dyn, Dyn);
    private static readonly CelType MapOfStringToDyn = new(CelKind.Map, "map", String, Dyn);

    private CelType(CelKind kind, string name, CelType? first = null, CelType? second = null, int parameter = -1)
    {
        Kind = kind;
        Name = name;
        First = first;
        Second = second;
        ParameterIndex = parameter;
    }

    /// <summary>The name that <c>type(x)</c> shows: without element types.</summary>
    public string Name { get; }

    /// <summary>Whether this is <see cref="Dyn"/>.</summary>
    public bool IsDyn => Kind == CelKind.Absent && ParameterIndex < 0;

    /// <summary>Whether this is int, uint or double.</summary>
    public bool IsNumeric => Kind is CelKind.Int or CelKind.Uint or CelKind.Double;

    internal CelKind Kind { get; }

    internal int ParameterIndex { get; }

    internal bool IsParameter => ParameterIndex >= 0;

    // Element of a list, key of a map.
    internal CelType? First { get; }

    // Value of a map.
    internal CelType? Second { get; }

    /// <summary>The type of lists of <paramref name="element"/>.</summary>
    public static CelType List(CelType element) => element.IsDyn ? ListOfDyn : new(CelKind.List, "list", element);

    /// <summary>The type of maps from <paramref name="key"/> to <paramref name="value"/>.</summary>
    public static CelType Map(CelType key, CelType value) =>
        !value.IsDyn ? new(CelKind.Map, "map", key, value)
        : key.IsDyn ? MapOfDyn
        : key.Kind == CelKind.String ? MapOfStringToDyn
        : new(CelKind.Map, "map", key, value);

    /// <summary>Compares shapes.</summary>
    public bool Equals(CelType? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Kind == other.Kind && ParameterIndex == other.ParameterIndex
            && Equals(First, other.First) && Equals(Second, other.Second));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CelType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, ParameterIndex, First, Second);

    /// <summary>Writes the type as an author knows it: <c>list(int)</c>, <c>duration</c>.</summary>
    public override string ToString() => Kind switch
    {
        CelKind.List => $"list({First})",
        CelKind.Map => $"map({First}, {Second})",
        CelKind.Duration => "duration",
        CelKind.Timestamp => "timestamp",
        CelKind.Null => "null",
        _ => Name,
    };

    /// <summary>What it is, in the words of somebody who does not program.</summary>
    public string InWords => Kind switch
    {
        CelKind.Int or CelKind.Uint => "whole number",
        CelKind.Double => "number",
        CelKind.String => "text",
        CelKind.Bool => "condition",
        CelKind.Timestamp => "point in time",
        CelKind.List => "list",
        CelKind.Map => "map",
        CelKind.Absent => "value of any kind",
        _ => ToString(),
    };

    internal static CelType Parameter(int index) => new(CelKind.Absent, index == 0 ? "A" : "B", parameter: index);

    internal static CelType OfKind(CelKind kind) => kind switch
    {
        CelKind.Null => Null,
        CelKind.Bool => Bool,
        CelKind.Int => Int,
        CelKind.Uint => Uint,
        CelKind.Double => Double,
        CelKind.String => String,
        CelKind.Bytes => Bytes,
        CelKind.List => ListOfDyn,
        CelKind.Map => MapOfDyn,
        CelKind.Duration => Duration,
        CelKind.Timestamp => Timestamp,
        CelKind.Type => Type,
        _ => Dyn,
    };

    internal static CelType Of(in CelValue value) => value.Kind switch
    {
        CelKind.List => List(Join(value.AsList())),
        CelKind.Map => Map(Join(value.AsMap().Keys), Join(value.AsMap().Values)),
        var kind => OfKind(kind),
    };

    private static CelType Join(IEnumerable<CelValue> values)
    {
        CelType? joined = null;
        foreach (var value in values)
        {
            var type = Of(value);
            if (joined is not null && !joined.Equals(type))
                return Dyn;
            joined = type;
        }
        return joined ?? Dyn;
    }
}
