using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>What <c>for</c> gave.</summary>
/// <param name="Time">How long a grade must have held.</param>
/// <param name="AtLeast">How many readings that must rest on; null where the rule does not say.</param>
internal sealed record ReadFor(TimeSpan Time, long? AtLeast)
{
    private static readonly ReadFor Nothing = new(TimeSpan.Zero, null);

    /// <summary>Reads a duration, or a time and a number of readings.</summary>
    public static ReadFor Of(MapReader rule)
    {
        if (!rule.Has(RuleKeys.For) || rule.Node(RuleKeys.For) is not { } node) return Nothing;
        if (node is not YamlMap)
            return new ReadFor(rule.Scalar(RuleKeys.For) is { } scalar ? ReadTime(rule, scalar) : TimeSpan.Zero, null);
        if (rule.Map(RuleKeys.For, RuleKeys.ForKeys) is not { } map) return Nothing;
        return new ReadFor(map.Duration(RuleKeys.ForTime) ?? TimeSpan.Zero, (long?)map.Number(RuleKeys.ForAtLeast));
    }

    private static TimeSpan ReadTime(MapReader rule, YamlScalar scalar) =>
        Scalar.Duration(scalar, rule.PathOf(RuleKeys.For), Shapes.SpanOrNone, rule.Report) ?? TimeSpan.Zero;
}
