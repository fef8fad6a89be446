using RiskEngine.Core.Detection.Types.Flatline;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>flatline</c>: how long a value has not moved.</summary>
internal static class FlatlineType
{
    private static readonly KeySpec Tolerance = new("tolerance", new NumberShape(0, double.MaxValue), "Largest deviation that still counts as the same value.")
    { Default = "0", Examples = ["0.05"] };

    private static readonly KeySpec AtLeast = new("at_least", new NumberShape(2, 1e9, Whole: true), "Fewest equal readings before anything is measured.")
    { Default = "2", Examples = ["10"] };

    public static readonly RuleType Type = new("flatline", "Measures how long a source has reported the same value: a stuck sensor.",
        [DetectKeys.Measure, Tolerance, AtLeast, DetectKeys.After, DetectKeys.Grade], Read, InDurations: true)
    {
        OnlyBySource = true,
        CountsOpenTime = true,
        Stores = FlatlineDetection.Stored,
    };

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var value = EventInput.Number(detect, DetectKeys.Measure, scores);
        var tolerance = detect.Has(Tolerance) ? detect.Number(Tolerance) : 0;
        var least = detect.Has(AtLeast) ? detect.Number(AtLeast) : 2;
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
