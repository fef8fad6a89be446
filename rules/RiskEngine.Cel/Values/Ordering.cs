namespace RiskEngine.Cel.Values;

internal enum Ordering : sbyte
{
    Less = -1,
    Equal = 0,
    Greater = 1,

    // NaN is involved: every relation is false.
    Unordered = 2,

    // These kinds have no order: an error.
    Incomparable = 3,
}
