namespace RiskEngine.Rules.Keys;

/// <summary>What a metric may say of windows inside its own.</summary>
internal static class OfKeys
{
    public static readonly KeySpec Measure = new("measure", new ExpressionShape("aggregates of one number such as rate(value, 1h)"),
        "Aggregates of one number of the events, over each of the windows inside.")
    { Required = true, Examples = ["rate(value, 1h)", "avg(value)"] };

    public static readonly KeySpec Coverage = DetectKeys.WindowCoverage with
    {
        Description = "How much of a window inside must be known for it to count, from 0 to 1. Left out: half for averages and the like, all for others.",
    };

    public static readonly MapSpec WindowKeys = new("window", [DetectKeys.WindowSize, DetectKeys.WindowEvery, Coverage]);

    public static readonly KeySpec Window = new("window", new MapShape(WindowKeys), "The windows inside, which end by the clock: size and every.")
    { Required = true, Examples = ["{size: 1h, every: 10m}"] };

    public static readonly MapSpec All = new("of", [Measure, Window, RegisterKeys.Register]);

    public static readonly KeySpec Of = new("of", new MapShape(All),
        "Windows inside the window: it holds what they measure instead of the numbers of events, and measure calls that value.")
    { Examples = ["{measure: \"rate(value, 1h)\", window: {size: 1h, every: 10m}}"] };
}
