namespace RiskEngine.Cel.Values;

// Equality and order across kinds (CEL language definition, "Equality" and "Ordering").
internal static class Equality
{
    public static bool AreEqual(in CelValue left, in CelValue right)
    {
        if (left.Kind != right.Kind)
            return IsNumber(left.Kind) && IsNumber(right.Kind) && CompareNumbers(left, right) == Ordering.Equal;
        return left.Kind switch
        {
            CelKind.Null => true,
            CelKind.Bool => left.AsBool() == right.AsBool(),
            CelKind.Int or CelKind.Uint or CelKind.Duration => left.AsInt() == right.AsInt(),
            CelKind.Double => left.AsDouble() == right.AsDouble(),
            CelKind.String => string.Equals(left.AsString(), right.AsString()),
            CelKind.Bytes => left.AsBytes().AsSpan().SequenceEqual(right.AsBytes()),
            CelKind.Timestamp => left.AsTimestampSeconds() == right.AsTimestampSeconds() && left.AsTimestampNanos() == right.AsTimestampNanos(),
            CelKind.Type => left.AsType().Name == right.AsType().Name,
            CelKind.List => AreEqual(left.AsList(), right.AsList()),
            CelKind.Map => AreEqual(left.AsMap(), right.AsMap()),
            _ => false,
        };
    }

    public static Ordering Compare(in CelValue left, in CelValue right)
    {
        if (left.Kind != right.Kind)
            return IsNumber(left.Kind) && IsNumber(right.Kind) ? CompareNumbers(left, right) : Ordering.Incomparable;
        return left.Kind switch
        {
            CelKind.Bool => Sign(left.AsBool().CompareTo(right.AsBool())),
            CelKind.Int or CelKind.Duration => Sign(left.AsInt().CompareTo(right.AsInt())),
            CelKind.Uint => Sign(left.AsUint().CompareTo(right.AsUint())),
            CelKind.Double => Compare(left.AsDouble(), right.AsDouble()),
            CelKind.String => Compare(left.AsString(), right.AsString()),
            CelKind.Bytes => Sign(left.AsBytes().AsSpan().SequenceCompareTo(right.AsBytes())),
            CelKind.Timestamp => left.AsTimestampSeconds() != right.AsTimestampSeconds()
                ? Sign(left.AsTimestampSeconds().CompareTo(right.AsTimestampSeconds()))
                : Sign(left.AsTimestampNanos().CompareTo(right.AsTimestampNanos())),
            _ => Ordering.Incomparable,
        };
    }

    // Order of code points, which differs from the order of UTF-16 units above U+FFFF.
    public static Ordering Compare(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
            return Sign(left.Length.CompareTo(right.Length));
        char a = left[common], b = right[common];
        if (char.IsSurrogate(a) != char.IsSurrogate(b))
            return char.IsSurrogate(a) ? Ordering.Greater : Ordering.Less;
        return Sign(a.CompareTo(b));
    }

    public static int Hash(in CelValue value) => value.Kind switch
    {
        CelKind.Bool => value.AsBool() ? 1 : 2,
        CelKind.Int or CelKind.Duration => value.AsInt().GetHashCode(),
        CelKind.Uint => value.AsUint() <= long.MaxValue ? value.AsInt().GetHashCode() : value.AsUint().GetHashCode(),
        CelKind.Double => HashDouble(value.AsDouble()),
        CelKind.String => value.AsString().GetHashCode(),
        CelKind.Timestamp => HashCode.Combine(value.AsTimestampSeconds(), value.AsTimestampNanos()),
        CelKind.Bytes => value.AsBytes().Length,
        CelKind.List => value.AsList().Count,
        CelKind.Map => value.AsMap().Count,
        CelKind.Type => value.AsType().Name.GetHashCode(),
        _ => 0,
    };

    public static bool IsNumber(CelKind kind) => kind is CelKind.Int or CelKind.Uint or CelKind.Double;

    private static Ordering CompareNumbers(in CelValue left, in CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Int, CelKind.Uint) => left.AsInt() < 0 ? Ordering.Less : Sign(((ulong)left.AsInt()).CompareTo(right.AsUint())),
        (CelKind.Uint, CelKind.Int) => right.AsInt() < 0 ? Ordering.Greater : Sign(left.AsUint().CompareTo((ulong)right.AsInt())),
        _ => Compare(ToDouble(left), ToDouble(right)),
    };

    private static double ToDouble(in CelValue value) => value.Kind switch
    {
        CelKind.Int => value.AsInt(),
        CelKind.Uint => value.AsUint(),
        _ => value.AsDouble(),
    };

    private static Ordering Compare(double left, double right) =>
        left < right ? Ordering.Less : left > right ? Ordering.Greater : left == right ? Ordering.Equal : Ordering.Unordered;

    private static Ordering Sign(int comparison) => (Ordering)Math.Sign(comparison);

    private static bool AreEqual(CelList left, CelList right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!AreEqual(left[i], right[i]))
                return false;
        }
        return true;
    }

    private static bool AreEqual(CelMap left, CelMap right)
    {
        if (left.Count != right.Count)
            return false;
        foreach (var (key, value) in left.Items)
        {
            if (!right.TryGet(key, out var other) || !AreEqual(value, other))
                return false;
        }
        return true;
    }

    // A whole double hashes as the integer that equals it, so that map lookups meet across number types.
    private static int HashDouble(double value) =>
        value >= -9.2e18 && value <= 9.2e18 && value == Math.Truncate(value) ? ((long)value).GetHashCode()
        : value is > 0 and < 1.8446744073709552e19 && value == Math.Truncate(value) ? ((ulong)value).GetHashCode()
        : value.GetHashCode();
}
