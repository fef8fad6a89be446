namespace RiskEngine.Rules.Keys;

/// <summary>The keys of <c>detect</c> for type new_value.</summary>
internal static class NewValueKeys
{
    public static readonly KeySpec Of = new("of", new ExpressionShape("a number or a text of the event such as attributes.door"), "The value that must be known.")
    { Required = true, Examples = ["attributes.door"] };

    public static readonly KeySpec Learn = new("learn", Shapes.SpanOrNone, "How long a key only learns, from its first event.") { Required = true, Examples = ["7d"] };

    public static readonly KeySpec Remember = new("remember", Shapes.Span, "How long a value that no longer comes is remembered.") { Default = "30d", Examples = ["90d"] };

    public static readonly KeySpec Hold = new("hold", Shapes.Span, "How long the finding lasts.") { Default = "1h", Examples = ["10m"] };

    public static readonly KeySpec[] All = [Of, Learn, Remember, Hold, DetectKeys.FindingGrade];
}
