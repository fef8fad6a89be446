namespace RiskEngine.Rules.Keys;

/// <summary>The keys of <c>detect</c> for type ratio.</summary>
internal static class RatioKeys
{
    public static readonly KeySpec On = new("on", new AnyShape(Shapes.KindText, new ListShape(Shapes.KindText, Shapes.MostItems)), "Kinds of events on this side.")
    { Required = true, Examples = ["access.denied", "[access.granted, access.denied]"] };

    public static readonly KeySpec Where = new("where", Shapes.OverEvent, "Which of those events.") { Examples = ["value > 5.0"] };

    public static readonly KeySpec Measure = new("measure", new ExpressionShape("aggregates of one number such as count() or sum(value)"), "What is measured of them.")
    { Default = "count()", Examples = ["count()", "sum(value)", "increase(value)"] };

    public static readonly MapSpec Side = new("of", [On, Where, Measure, RegisterKeys.Register]);

    public static readonly KeySpec Of = new("of", new MapShape(Side), "What is divided.") { Required = true, Examples = ["{on: access.denied}"] };

    public static readonly KeySpec To = new("to", new MapShape(Side), "By what it is divided.") { Required = true, Examples = ["{on: [access.granted, access.denied]}"] };

    public static readonly KeySpec Window = new("window", new MapShape(DetectKeys.WindowKeys), "The stretch of time over which both are measured, and how often.")
    { Required = true, Examples = ["{size: 1h, every: 10m}"] };

    public static readonly KeySpec AtLeast = new("at_least", new NumberShape(0, 1e15), "The least that to must measure; below it there is no ratio.")
    { Default = "0", Examples = ["20"] };

    public static readonly KeySpec[] All = [Of, To, Window, AtLeast];
}
