using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>threshold</c>: every event's own number.</summary>
internal static class ThresholdType
{
    public static readonly RuleType Type = new("threshold", "Compares a number of every single event.", [DetectKeys.Measure], Read);

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        if (EventInput.Number(detect, DetectKeys.Measure, scores) is not { } value) return null;
        return new ReadDetection(_ => new ThresholdDetection(value), NumberSet.Of(Interval.All))
        {
            ForReadings = 2,
            Meaning = $"threshold {value.Text}",
            NoticesSilence = $"write detect: {{type: metric, measure: last({value.Text}), window: 15m}} with the silence that you mean for 15m",
        };
    }
}
