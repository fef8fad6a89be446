using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>What <c>for</c> gave.</summary>
/// <param name="Time">How long a grade must have held.</param>
/// <param name="AtLeast">How many readings that must rest on; null where the rule does not say.</param>
internal sealed record ReadFor(TimeSpan Time, long? AtLeast)
{
    /// <summary>Reads a duration, or a time and a number of readings; null where the key is not there.</summary>
    public static ReadFor? Of(MapReader map, KeySpec key)
    {
        if (!map.Has(key) || map.Node(key) is not { } node) return null;
        if (node is not YamlMap)
            return new ReadFor(map.Scalar(key) is { } scalar ? Scalar.Duration(scalar, map.PathOf(key), Shapes.SpanOrNone, map.Report) ?? default : default, null);
        return map.Map(key, ForKeys.Map) is { } both ? new ReadFor(both.Duration(ForKeys.Time) ?? default, (long?)both.Number(ForKeys.AtLeast)) : null;
    }

    /// <summary>How many readings the time must rest on, where a measure of its kind wants so many if nobody says how many.</summary>
    public long Readings(long wanted) => AtLeast ?? (Time > TimeSpan.Zero ? wanted : 1);
}
