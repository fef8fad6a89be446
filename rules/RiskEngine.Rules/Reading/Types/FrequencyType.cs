using RiskEngine.Core.Detection.Types.Frequency;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>frequency</c>: how many events before each event.</summary>
internal static class FrequencyType
{
    private static readonly KeySpec Window = new("window", Shapes.Span, "The stretch of time before each event in which events are counted.")
    { Required = true, Examples = ["10m"] };

    private static readonly KeySpec Count = new("count", new NumberShape(1, 1e9, Whole: true), "Short form of grades: so many events or more give the grade.")
    { Examples = ["5"] };

    public static readonly RuleType Type =
        new("frequency", "Counts events in the stretch of time before each of them.", [Window, Count, DetectKeys.Grade], static (detect, _) => Read(detect));

    private static ReadDetection? Read(MapReader detect)
    {
        var window = detect.Duration(Window);
        var count = detect.Number(Count);
        var shortForm = ShortForm.Read(detect, Count, count);
        if (window is not { } length || shortForm.Failed) return null;
        return new ReadDetection(_ => new FrequencyDetection(length), NumberSet.Of(Interval.All with { Low = 0, LowIn = true }))
        {
            Meaning = $"frequency over {Durations.Write(length)}",
            ShortForm = shortForm.Grades,
            Window = length,
        };
    }
}
