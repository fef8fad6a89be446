namespace RiskEngine.Rules.Keys;

/// <summary>The keys of <c>detect</c> for type spike.</summary>
internal static class SpikeKeys
{
    public static readonly KeySpec Measure = new("measure", new ExpressionShape("one aggregate such as count() or avg(value)"), "The aggregate that is compared with itself.")
    { Default = "count()", Examples = ["count()", "avg(value)"] };

    public static readonly KeySpec Window = new("window", Shapes.Span, "Length of the current window.") { Required = true, Examples = ["10m"] };

    public static readonly KeySpec Reference = new("reference", Shapes.Span, "Length of the window before it that it is compared with; or offset.") { Examples = ["2h"] };

    public static readonly KeySpec Offset = new("offset", Shapes.Span, "Compares with a window of the same length that lies so long before; instead of reference.")
    { Examples = ["7d"] };

    public static readonly KeySpec As = new("as",
        new WordShape(("factor", "current divided by reference, or the other way"), ("difference", "current minus reference, or the other way, in the unit of the measure")),
        "How the two are compared.")
    { Default = "factor", Examples = ["difference"] };

    public static readonly KeySpec Every = new("every", Shapes.Span, "How often it is measured, in steps of the clock. Left out: as often as the window is long.")
    { Examples = ["1m"] };

    public static readonly KeySpec Direction = new("direction",
        new WordShape(("up", "more than before: current divided by reference"), ("down", "less than before: reference divided by current"),
            ("both", "whichever of the two is larger")),
        "Which way counts.")
    { Default = "up", Examples = ["both"] };

    public static readonly KeySpec MinCurrent = new("min_current", new NumberShape(0, 1e9, Whole: true), "Fewest events in the current window.")
    { Default = "0", Examples = ["20"] };

    public static readonly KeySpec MinReference = new("min_reference", new NumberShape(1, 1e9, Whole: true), "Fewest events in the reference window.")
    { Default = "1", Examples = ["100"] };

    public static readonly KeySpec[] All = [Measure, Window, Reference, Offset, As, Every, Direction, MinCurrent, MinReference, RegisterKeys.Register];
}
