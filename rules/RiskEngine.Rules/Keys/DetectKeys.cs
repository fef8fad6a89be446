namespace RiskEngine.Rules.Keys;

/// <summary>The keys of <c>detect</c>, by rule type.</summary>
internal static class DetectKeys
{
    public static readonly ExpressionShape EventNumber = new("a number of the event such as value or attributes.level");

    public static readonly ExpressionShape AggregateMeasure = new("aggregates of one number such as avg(value) or max(value) - min(value)");

    public static readonly WordShape GradeWord = new(("blue", "Minor"), ("yellow", "Moderate"), ("orange", "Severe"), ("red", "Extreme"));

    public static readonly KeySpec Type = new("type", new TextShape(40, "a rule type"), "The rule type.") { Required = true, Examples = ["metric"] };

    public static readonly KeySpec WindowSize = new("size", Shapes.Span, "How much time the window covers.") { Required = true, Examples = ["5m"] };

    public static readonly KeySpec WindowEvery = new("every", Shapes.Span,
        "How often it is measured, in steps of the clock. Left out: at every event, over the time before it.")
    { Examples = ["10s"] };

    public static readonly MapSpec WindowKeys = new("window", [WindowSize, WindowEvery]);

    public static readonly KeySpec Window = new("window", new AnyShape(Shapes.Span, new MapShape(WindowKeys)),
        "The stretch of time that is measured: a duration (measured at every event, over the time before it), or size and every.")
    { Required = true, Examples = ["5m", "{size: 1m, every: 10s}"] };

    public static readonly KeySpec SlidingWindow = new("window", Shapes.Span, "The stretch of time before each event in which events are counted.")
    { Required = true, Examples = ["10m"] };

    public static readonly KeySpec Measure = new("measure", EventNumber, "The number that is measured.")
    { Default = "value", Examples = ["value", "attributes.level"] };

    public static readonly KeySpec Aggregates = new("measure", AggregateMeasure,
        "Aggregates of one number over the window, alone or in a calculation: count, sum, min, max, avg, median, quantile, stddev, variance, " +
        "first, last, delta, increase, rate, distinct.")
    { Required = true, Examples = ["avg(value)", "max(value) - min(value)", "quantile(value, 0.95)", "count()", "distinct(attributes.door)"] };

    public static readonly KeySpec Count = new("count", new NumberShape(1, 1e9, Whole: true), "Short form of grades: so many events or more give the grade.")
    { Examples = ["5"] };

    public static readonly KeySpec After = new("after", Shapes.Span, "Short form of grades: silence of this length or longer gives the grade.")
    { Examples = ["15m"] };

    public static readonly KeySpec Grade = new("grade", GradeWord, "The grade of the short form.") { Default = "yellow", Examples = ["orange"] };

    public static readonly KeySpec FindingGrade = new("grade", GradeWord, "The grade of the finding; instead of grades.") { Default = "yellow", Examples = ["orange"] };

    public static readonly KeySpec ChangeAs = new("as",
        new WordShape(("delta", "latest minus earliest value"), ("percent", "the same in percent of the earliest value"),
            ("increase", "growth of a counter, across resets"), ("rate", "the same per second")),
        "How the change is expressed.")
    { Default = "delta", Examples = ["increase"] };

    public static readonly KeySpec Distinct = new(
        "of", new ExpressionShape("a number or a text of the event such as attributes.door"), "What is counted, each different value once.")
    { Required = true, Examples = ["attributes.door", "source"] };

    public static readonly KeySpec Share = new("of", Shapes.OverEvent, "The condition whose share is measured, over the events that on and where let through.")
    { Required = true, Examples = ["attributes.result == \"denied\"", "value > 5.0"] };

    public static readonly KeySpec AtLeast = new("at_least", new NumberShape(1, 1e9, Whole: true), "Fewer events than this in the window are not measured.")
    { Default = "1", Examples = ["20"] };

    public static readonly KeySpec Tolerance = new("tolerance", new NumberShape(0, double.MaxValue), "Largest deviation that still counts as the same value.")
    { Default = "0", Examples = ["0.05"] };

    public static readonly KeySpec EqualReadings = new("at_least", new NumberShape(2, 1e9, Whole: true), "Fewest equal readings before anything is measured.")
    { Default = "2", Examples = ["10"] };

    public static readonly MapSpec Change = new("detect (type change)", [Type, Measure, ChangeAs, Window]);

    public static readonly MapSpec Cardinality = new("detect (type cardinality)", [Type, Distinct, Window]);

    public static readonly MapSpec Percentage = new("detect (type percentage)", [Type, Share, AtLeast, Window]);

    public static readonly MapSpec Flatline = new("detect (type flatline)", [Type, Measure, Tolerance, EqualReadings, After, Grade]);

    public static readonly MapSpec Threshold = new("detect (type threshold)", [Type, Measure]);

    public static readonly MapSpec Metric = new("detect (type metric)", [Type, Aggregates, Window]);

    public static readonly MapSpec Frequency = new("detect (type frequency)", [Type, SlidingWindow, Count, Grade]);

    public static readonly TextShape RosterEntry = new(450, "a source and its site such as gm-1, huaxi/c11/g01/b1");

    public static readonly KeySpec Expected = new("expected", new AnyShape(new TextShape(260, "a file name"), new ListShape(RosterEntry, Shapes.MostItems)),
        "Sources that ought to send, so that those that never did are noticed too: a list of \"source, site\", or a text file beside the rule with one on each line.")
    { Examples = ["[\"gm-1, huaxi/c11/g01/b1\", \"gm-2, huaxi/c11/g01/b1\"]", "gas-sensors.txt"] };

    public static readonly MapSpec Absence = new("detect (type absence)", [Type, After, Grade, Expected]);
}
