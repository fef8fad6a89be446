using static RiskEngine.Rules.Keys.Shapes;

namespace RiskEngine.Rules.Keys;

/// <summary>How long something must have held, and on how many readings that must rest.</summary>
internal static class ForKeys
{
    public static readonly KeySpec Time = new("time", SpanOrNone, "How long the condition must have held.") { Default = "0s", Examples = ["10m"] };

    public static readonly KeySpec AtLeast = new("at_least", new NumberShape(1, 1e6, Whole: true),
        "How many readings that must rest on. Left out: 2, or 1 where the measure lasts until it is over. Devices that report only changes need 1.")
    { Examples = ["1", "3"] };

    public static readonly MapSpec Map = new("for", [Time, AtLeast]);

    /// <summary>A duration, or both.</summary>
    public static readonly AnyShape Shape = new(SpanOrNone, new MapShape(Map));
}
