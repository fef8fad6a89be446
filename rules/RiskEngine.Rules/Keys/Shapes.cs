namespace RiskEngine.Rules.Keys;

/// <summary>The shapes that several keys share.</summary>
internal static class Shapes
{
    public const int MostItems = 100;

    public static readonly TextShape Line = new(200);

    public static readonly TextShape Paragraph = new(4_000);

    /// <summary>A text, a number, true or false.</summary>
    public static readonly AnyShape Plain = new(new TextShape(1_000), new NumberShape(double.MinValue, double.MaxValue), new SwitchShape());

    public static readonly TextShape KindText = new(200, "an event kind such as sensor.gas");

    public static readonly ExpressionShape OverMeasure = new("a comparison such as \">= 5\"");

    public static readonly ExpressionShape OverEvent = new("a condition over the event");

    public static readonly DurationShape Span = new(TimeSpan.FromMilliseconds(1), Durations.Longest);

    public static readonly DurationShape SpanOrNone = new(TimeSpan.Zero, Durations.Longest);
}
