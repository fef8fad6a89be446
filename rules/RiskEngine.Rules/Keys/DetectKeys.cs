namespace RiskEngine.Rules.Keys;

/// <summary>The keys of <c>detect</c> that rule types share; what one type alone has stands with it.</summary>
internal static class DetectKeys
{
    public static readonly ExpressionShape EventNumber = new("a number of the event such as value or attributes.level");

    public static readonly WordShape GradeWord = new(("blue", "Minor"), ("yellow", "Moderate"), ("orange", "Severe"), ("red", "Extreme"));

    public static readonly KeySpec Type = new("type", new TextShape(40, "a rule type"), "The rule type.") { Required = true, Examples = ["metric"] };

    public static readonly KeySpec WindowSize = new("size", Shapes.Span, "How much time the window covers.") { Required = true, Examples = ["5m"] };

    public static readonly KeySpec WindowEvery = new("every", Shapes.Span,
        "How often it is measured, in steps of the clock. Left out: at every event, over the time before it.")
    { Examples = ["10s"] };

    public static readonly KeySpec WindowCoverage = new("coverage", new NumberShape(0, 1),
        "How much of the window must be known before a grade may fire, from 0 to 1. Left out: as much as the measure needs to be sure.")
    { Examples = ["0.8", "1"] };

    /// <summary>What a window is where nothing fires by it directly.</summary>
    public static readonly MapSpec BareWindowKeys = new("window", [WindowSize, WindowEvery]);

    public static readonly MapSpec WindowKeys = new("window", [WindowSize, WindowEvery, WindowCoverage]);

    public static readonly KeySpec Window = new("window", new AnyShape(Shapes.Span, new MapShape(WindowKeys)),
        "The stretch of time that is measured: a duration (measured at every event, over the time before it), or size and every.")
    { Required = true, Examples = ["5m", "{size: 1m, every: 10s}"] };

    public static readonly KeySpec Measure = new("measure", EventNumber, "The number that is measured.")
    { Default = "value", Examples = ["value", "attributes.level"] };

    public static readonly KeySpec After = new("after", Shapes.Span, "Short form of grades: silence of this length or longer gives the grade.")
    { Examples = ["15m"] };

    public static readonly KeySpec Grade = new("grade", GradeWord, "The grade of the short form.") { Default = "yellow", Examples = ["orange"] };

    public static readonly KeySpec FindingGrade = new("grade", GradeWord, "The grade of the finding; instead of grades.") { Default = "yellow", Examples = ["orange"] };

    public static readonly TextShape RosterEntry = new(450, "a source and its site such as gm-1, huaxi/c11/g01/b1");

    public static readonly KeySpec Expected = new("expected", new AnyShape(new TextShape(260, "a file name"), new ListShape(RosterEntry, Shapes.MostItems)),
        "Sources that ought to send, so that those that never did are noticed too: a list of \"source, site\", or a text file beside the rule with one on each line.")
    { Examples = ["[\"gm-1, huaxi/c11/g01/b1\", \"gm-2, huaxi/c11/g01/b1\"]", "gas-sensors.txt"] };
}
