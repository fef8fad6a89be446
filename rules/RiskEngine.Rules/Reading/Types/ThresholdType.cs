using RiskEngine.Core.Rules;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>threshold</c>: every event's own number.</summary>
internal static class ThresholdType
{
    public static readonly RuleType Type = new("threshold", "Compares a number of every single event.", DetectKeys.Threshold, Read);

    private static ReadDetection? Read(MapReader detect)
    {
        var value = EventNumber.Value;
        if (detect.Has(DetectKeys.Measure))
        {
            if (detect.Scalar(DetectKeys.Measure) is not { } scalar || !Scalar.Fits(scalar, detect.PathOf(DetectKeys.Measure), DetectKeys.EventNumber, detect.Report)) return null;
            if (RuleExpressions.Number(new ExpressionText(detect.PathOf(DetectKeys.Measure), scalar, detect.Report)) is not { } compiled) return null;
            value = compiled;
        }

        return new ReadDetection(_ => new ThresholdDetection(value), NumberSet.Of(Interval.All)) { Meaning = $"threshold {value.Text}" };
    }
}
