namespace RiskEngine.Rules.Keys;

/// <summary>The keys of <c>detect</c> for type sequence.</summary>
internal static class SequenceKeys
{
    public static readonly KeySpec StepName = new("name", new TextShape(60), "The step's name, for messages. Left out: its first kind.") { Examples = ["opened"] };

    public static readonly KeySpec StepOn = new("on", new AnyShape(Shapes.KindText, new ListShape(Shapes.KindText, Shapes.MostItems)), "Kinds of events that fit.")
    { Required = true, Examples = ["access.door.opened"] };

    public static readonly KeySpec StepWhere = new("where", Shapes.OverEvent, "Which of those events fit.") { Examples = ["value > 5.0"] };

    public static readonly KeySpec Not = new("not", new SwitchShape(), "Whether an event that fits breaks the sequence.") { Default = "false", Examples = ["true"] };

    public static readonly KeySpec Optional = new("optional", new SwitchShape(), "Whether the step may be left out.") { Default = "false", Examples = ["true"] };

    public static readonly MapSpec Step = new("steps", [StepName, StepOn, StepWhere, Not, Optional]);

    public static readonly KeySpec Steps = new("steps", new ListShape(new MapShape(Step), 20), "The steps in order.")
    { Required = true, Examples = ["[{on: access.door.opened}, {on: access.door.closed}]"] };

    public static readonly KeySpec Within = new("within", Shapes.Span, "Longest time from the first step to the last.") { Required = true, Examples = ["10m"] };

    public static readonly KeySpec FireOn = new("fire_on",
        new WordShape(("match", "all steps came in time"), ("timeout", "the sequence began and was not completed in time")), "What is the finding.")
    { Default = "match", Examples = ["timeout"] };

    public static readonly KeySpec Hold = new("hold", Shapes.Span, "How long the finding lasts. Left out: as long as within.") { Examples = ["10m"] };

    public static readonly KeySpec[] All = [Steps, Within, FireOn, Hold, DetectKeys.FindingGrade];
}
