namespace RiskEngine.Rules.Keys;

/// <summary>The keys of <c>detect</c> for type outlier.</summary>
internal static class OutlierKeys
{
    public static readonly KeySpec Measure = new("measure", new ExpressionShape("aggregates of one number such as avg(value)"), "What is measured of each source.")
    { Default = "avg(value)", Examples = ["avg(value)", "last(value)", "max(value) - min(value)"] };

    public static readonly KeySpec Window = new("window", new MapShape(DetectKeys.WindowKeys), "The stretch of time over which sources are measured, and how often.")
    { Required = true, Examples = ["{size: 30m, every: 5m}"] };

    public static readonly KeySpec MinDifference = new("min_difference", new NumberShape(1e-9, 1e15),
        "The smallest difference from the median of the others that means anything. It is in the unit of what is measured, and a third of it is the least spread.")
    { Required = true, Examples = ["2"] };

    public static readonly KeySpec Neighbours = new("neighbours", new NumberShape(3, 10_000, Whole: true), "Fewest other sources with a value in the window.")
    { Default = "3", Examples = ["5"] };

    public static readonly KeySpec Way = new("direction", new WordShape(("up", "above the others"), ("down", "below the others"), ("both", "either")), "Which way counts.")
    { Default = "both", Examples = ["up"] };

    public static readonly KeySpec[] All = [Measure, Window, MinDifference, Neighbours, Way];
}
