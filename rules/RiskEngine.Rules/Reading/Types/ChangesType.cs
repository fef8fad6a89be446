using RiskEngine.Core.Detection.Types.Changes;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>changes</c>: how often a value has changed over a window.</summary>
internal static class ChangesType
{
    private static readonly KeySpec Of = new("of", new ExpressionShape("a number, a text or true and false of the event such as value or value > 5.0"), "What changes.")
    { Default = "value", Examples = ["attributes.state", "value > 5.0"] };

    private static readonly KeySpec Way = new("direction",
        new WordShape(("up", "rises alone, such as from false to true"), ("down", "falls alone"), ("both", "either")), "Which changes count.")
    { Default = "both", Examples = ["up"] };

    private static readonly KeySpec Tolerance = new("tolerance", new NumberShape(0, 1e9), "The largest difference from the value at the last change that is none.")
    { Default = "0", Examples = ["0.5"] };

    /// <summary>The value as it is: number, truth value or text.</summary>
    private static readonly EventNumber AnyValue = new("value", static e => e.Event.ValueKind == EventValueKind.None ? double.NaN : 1,
        static e => e.Event.Text is { } text ? StableHash.Of(text) : StableHash.Of(e.Event.Number))
    {
        References = ["value"],
    };

    public static readonly RuleType Type = new("changes", "Counts how often a value has changed over a window.", [Of, DetectKeys.Window, Way, Tolerance], Read)
    {
        OnlyBySource = true, Stores = ChangesDetection.Stored,
    };

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var direction = detect.Has(Way) ? detect.Word(Way) : "both";
        var tolerance = detect.Has(Tolerance) ? detect.Number(Tolerance) : 0;
        var isNumber = direction is "up" or "down" || tolerance > 0;
        var value = !detect.Has(Of) && !isNumber ? AnyValue : EventInput.Number(detect, Of, scores, orText: !isNumber);
        var window = WindowReader.Read(detect);
        if (value is null && isNumber) ReportText(detect);
        if (direction is null || tolerance is not { } difference || value is null || window is not { } spec) return null;
        var detection = new ChangesDetection { Value = value, Window = spec, Direction = Enum.Parse<Direction>(direction, ignoreCase: true), Tolerance = difference };
        return new ReadDetection(_ => detection, NumberSet.Of(Interval.All with { Low = 0, LowIn = true }))
        {
            Meaning = $"{detection.Measure} beyond {Numbers.Write(difference)} over {WindowReader.Write(spec)}",
            Window = spec.Size,
            OutOfRange = "a window holds 0 changes or more",
        };
    }

    /// <summary>What is wrong with the number has been told; here, why it has to be one.</summary>
    private static void ReportText(MapReader detect)
    {
        if (!detect.Report.HasFound(DiagnosticCodes.Types)) return;
        var key = detect.Has(Tolerance) ? Tolerance : Way;
        detect.Report.Add(DiagnosticCodes.Conflict, detect.PlaceOf(key), $"{detect.PathOf(key)} compares numbers, and texts are neither more nor less than others",
            $"write a condition such as of: value == \"open\", or delete {key.Name}");
    }
}
