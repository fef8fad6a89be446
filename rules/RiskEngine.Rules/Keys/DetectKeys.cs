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

    public static readonly MapSpec Threshold = new("detect (type threshold)", [Type, Measure]);

    public static readonly MapSpec Metric = new("detect (type metric)", [Type, Aggregates, Window]);

    public static readonly MapSpec Frequency = new("detect (type frequency)", [Type, SlidingWindow, Count, Grade]);

    public static readonly MapSpec Absence = new("detect (type absence)", [Type, After, Grade]);

    public static IReadOnlyList<MapSpec> All { get; } = [Threshold, Metric, Frequency, Absence];
}
