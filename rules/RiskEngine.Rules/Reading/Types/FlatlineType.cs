using RiskEngine.Core.Detection.Types.Flatline;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>flatline</c>: how long a value has not moved.</summary>
internal static class FlatlineType
{
    public static readonly RuleType Type =
        new("flatline", "Measures how long a source has reported the same value: a stuck sensor.", DetectKeys.Flatline, Read, InDurations: true) { OnlyBySource = true };

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var value = EventInput.Number(detect, DetectKeys.Measure, scores);
        var tolerance = detect.Has(DetectKeys.Tolerance) ? detect.Number(DetectKeys.Tolerance) : 0;
        var least = detect.Has(DetectKeys.EqualReadings) ? detect.Number(DetectKeys.EqualReadings) : 2;
        var after = detect.Duration(DetectKeys.After);
        var shortForm = ShortForm.Read(detect, DetectKeys.After, after?.TotalSeconds, after is { } span ? $">= {Durations.Write(span)}" : null);
        if (value is null || tolerance is not { } most || least is not { } fewest || shortForm.Failed) return null;
        return new ReadDetection(_ => new FlatlineDetection(value, most, (long)fewest), NumberSet.Of(Interval.All with { Low = 0, LowIn = true }))
        {
            Meaning = $"flatline {value.Text} within {Numbers.Write(most)} in {Numbers.Write(fewest)} or more",
            ShortForm = shortForm.Grades,
        };
    }
}
