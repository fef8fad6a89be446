namespace RiskEngine.Rules.Keys;

/// <summary>The keys of <c>detect</c> for type correlation.</summary>
internal static class CorrelationKeys
{
    private static readonly TextShape RuleId = new(80, "the id of a rule");

    public static readonly KeySpec Rules = new("rules", new ListShape(RuleId, 50), "Ids of the rules whose alerts are counted.")
    { Required = true, Examples = ["[gas-rising-indoor, heat-high]"] };

    public static readonly KeySpec Measure = new("measure",
        new WordShape(("rules", "how many of the rules have fired"), ("alerts", "how many alerts"), ("keys", "alerts of how many different sources, sites or areas"),
            ("in_order", "how many of the rules have fired one after the other in the order written, from the first")),
        "What is counted.")
    { Default = "rules", Examples = ["alerts"] };

    public static readonly KeySpec Within = new("within", Shapes.Span, "How long an alert counts, from when it began to fire. Left out: as long as while says.")
    { Examples = ["30m"] };

    public static readonly KeySpec While = new("while",
        new WordShape(("open", "while it is open"), ("yellow", "while it is open and yellow or graver"), ("orange", "while it is open and orange or red"),
            ("red", "while it is open and red")),
        "Alerts count only while they are open, at a grade or above it. Left out: whatever becomes of them, for within.")
    { Examples = ["open", "orange"] };

    public static readonly KeySpec Grade = new("grade", DetectKeys.GradeWord, "Short form of grades: the grade when all of the rules have fired.") { Examples = ["red"] };

    public static readonly KeySpec[] All = [Rules, Measure, Within, While, Grade];
}
