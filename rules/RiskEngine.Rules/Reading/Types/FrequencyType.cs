using RiskEngine.Core.Detection.Types.Frequency;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>frequency</c>: how many events before each event.</summary>
internal static class FrequencyType
{
    public static readonly RuleType Type = new("frequency", "Counts events in the stretch of time before each of them.", DetectKeys.Frequency, static (detect, _) => Read(detect));

    private static ReadDetection? Read(MapReader detect)
    {
        var window = detect.Duration(DetectKeys.SlidingWindow);
        var count = detect.Number(DetectKeys.Count);
        var shortForm = ShortForm.Read(detect, DetectKeys.Count, count);
        if (window is not { } length || shortForm.Failed) return null;
        return new ReadDetection(_ => new FrequencyDetection(length), NumberSet.Of(Interval.All with { Low = 0, LowIn = true }))
        {
            Meaning = $"frequency over {Durations.Write(length)}",
            ShortForm = shortForm.Grades,
            Window = length,
        };
    }
}
