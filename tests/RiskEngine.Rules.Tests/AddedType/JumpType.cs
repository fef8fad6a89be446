using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Reading;

namespace RiskEngine.Rules.Tests.AddedType;

/// <summary><c>jump</c>: how far a reading lies from the one before it.</summary>
internal static class JumpType
{
    private static readonly KeySpec Within = new("within", Shapes.Span, "How old the reading before may be.") { Required = true, Examples = ["5m"] };

    public static readonly RuleType Type = new("jump", "Measures how far a reading lies from the one before it.", [DetectKeys.Measure, Within], Read)
    {
        Lint = LongMemory,
        Stores = JumpDetection.Stored,
    };

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var value = EventInput.Number(detect, DetectKeys.Measure, scores);
        var within = detect.Duration(Within);
        if (value is null || within is not { } recent) return null;
        return new ReadDetection(_ => new JumpDetection(value, recent), NumberSet.Of(Interval.All with { Low = 0, LowIn = true }))
        {
            Meaning = $"jump of {value.Text} within {Durations.Write(recent)}",
        };
    }

    private static void LongMemory(ReadRule read)
    {
        if (read.Rule.Detection is not JumpDetection { Within.TotalDays: > 1 } || read.Map.Map(RuleKeys.Detect, read.Type.Map) is not { } detect) return;
        read.Report.Add(
            DiagnosticCodes.NoEffect,
            detect.PlaceOf(Within),
            "detect.within is longer than a day: what lies so far apart is a trend", "write within: 1d or less, or a rule of type change");
    }
}
