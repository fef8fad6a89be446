namespace RiskEngine.Cel.Values;

// Bounds that keep hostile or careless expressions from eating time or memory.
internal static class Sizes
{
    public const long WeightCeiling = 1_000_000_000;

    // Largest text, octet sequence (in units) or collection (in weight) that an evaluation may build.
    public const int MaxLength = 1_000_000;
    public const long MaxWeight = 1_000_000;

    // Characters that cost one step.
    private const int CharactersPerStep = 32;

    public static long Weight(in CelValue value) => value.Kind switch
    {
        CelKind.String => 1 + (value.AsString().Length / CharactersPerStep),
        CelKind.Bytes => 1 + (value.AsBytes().Length / CharactersPerStep),
        CelKind.List => value.AsList().Weight,
        CelKind.Map => value.AsMap().Weight,
        _ => 1,
    };

    public static CelValue Bounded(CelList list) =>
        list.Weight > MaxWeight ? CelValue.Fail(CelErrorCode.TooLarge) : CelValue.Of(list);

    public static CelValue Bounded(CelMap map) =>
        map.Weight > MaxWeight ? CelValue.Fail(CelErrorCode.TooLarge) : CelValue.Of(map);
}
