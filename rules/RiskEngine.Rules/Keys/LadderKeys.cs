using RiskEngine.Core.Rules;
using static RiskEngine.Rules.Keys.Shapes;

namespace RiskEngine.Rules.Keys;

/// <summary>The keys by which an alert rises, falls, flaps and goes on.</summary>
internal static class LadderKeys
{
    public static readonly KeySpec When = new("when", OverMeasure, "The condition of the grade.") { Required = true, Examples = ["\">= 15\""] };

    public static readonly KeySpec For = new("for", ForKeys.Shape,
        "How long the condition must have held before the alert fires with the grade or rises to it. Left out: that of the rule.")
    { Examples = ["20s", "{time: 10m, at_least: 3}"] };

    public static readonly KeySpec Recover = new("recover", OverMeasure,
        "The condition under which the alert falls below the grade. Left out: the grade's condition no longer holds.")
    { Examples = ["\"< 12\""] };

    public static readonly KeySpec RecoverFor = new("recover_for", SpanOrNone, "How long that must have lasted. Left out: for of clear.") { Examples = ["2m"] };

    public static readonly KeySpec Dwell = new("dwell", SpanOrNone, "How long the alert stays at the grade, at the least, before it falls or ends. It may rise at any time.")
    { Default = "0s", Examples = ["5m"] };

    /// <summary>What one grade may say.</summary>
    public static readonly MapSpec Grade = new("a grade", [When, For, Recover, RecoverFor, Dwell]);

    /// <summary>A grade: its condition, or what it says of its own.</summary>
    public static readonly AnyShape GradeShape = new(OverMeasure, new MapShape(Grade));

    public static readonly KeySpec Enter = new("enter", new NumberShape(1, 100), "Percentage of the last states that must have been changes, above which the alert flaps.")
    { Default = Numbers.Write(FlapPolicy.Default.Enter), Examples = ["30"] };

    public static readonly KeySpec Leave = new("leave", new NumberShape(0, 100), "Percentage below which it is steady again.")
    { Default = Numbers.Write(FlapPolicy.Default.Leave), Examples = ["25"] };

    public static readonly KeySpec Over = new("over", new NumberShape(5, 100, Whole: true), "How many states are looked at: measurements, and changes that time alone brings.")
    { Default = Numbers.Write(FlapPolicy.Default.Over), Examples = ["20"] };

    public static readonly KeySpec Within = new("within", Span, "Changes further back do not count, however few states there have been since.")
    { Default = Durations.Write(FlapPolicy.Default.Within), Examples = ["10m"] };

    public static readonly MapSpec FlappingMap = new("flapping", [Enter, Leave, Over, Within]);

    public static readonly KeySpec Flapping = new("flapping",
        new AnyShape(new WordShape(("off", "Nobody looks whether it flaps.")), new MapShape(FlappingMap)),
        "When an alert flaps, because too many of its last states were changes: it is held at its highest grade, and says so, until it is steady.")
    { Default = "{enter: 30, leave: 25, over: 20, within: 10m}", Examples = ["off", "{enter: 40, within: 1h}"] };

    public static readonly KeySpec Reopen = new("reopen", SpanOrNone,
        "How soon after its end an alert of the same key must start to go on as the same one. Left out: every start is an alert of its own.")
    { Default = "0s", Examples = ["10m"] };
}
