using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Functions;

// When two static types may meet, and what comes of it.
internal static class TypeRules
{
    // Same shape, with dyn fitting everything at any depth.
    public static bool Agree(CelType left, CelType right)
    {
        if (left.IsDyn || right.IsDyn)
            return true;
        return left.Kind == right.Kind
            && (left.First is null || right.First is null || Agree(left.First, right.First))
            && (left.Second is null || right.Second is null || Agree(left.Second, right.Second));
    }

    // As Agree, and numbers compare across int, uint and double.
    public static bool Comparable(CelType left, CelType right)
    {
        if (left.IsDyn || right.IsDyn || (left.IsNumeric && right.IsNumeric))
            return true;
        return left.Kind == right.Kind
            && (left.First is null || right.First is null || Comparable(left.First, right.First))
            && (left.Second is null || right.Second is null || Comparable(left.Second, right.Second));
    }

    public static bool Ordered(CelType type) => type.IsDyn || type.IsNumeric
        || type.Kind is CelKind.String or CelKind.Bytes or CelKind.Bool or CelKind.Duration or CelKind.Timestamp;

    public static CelType Join(CelType left, CelType right)
    {
        if (left.Equals(right))
            return left;
        if (left is { Kind: CelKind.List, First: { } a } && right is { Kind: CelKind.List, First: { } b })
            return CelType.List(Join(a, b));
        return CelType.Dyn;
    }
}
