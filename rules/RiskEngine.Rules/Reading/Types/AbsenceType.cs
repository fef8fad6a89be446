using RiskEngine.Core.Rules;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>absence</c>: how long nothing has come.</summary>
internal static class AbsenceType
{
    public static readonly RuleType Type =
        new("absence", "Measures how long something that used to send has been silent.", DetectKeys.Absence, static (detect, _) => Read(detect), InDurations: true);

    private static ReadDetection? Read(MapReader detect)
    {
        var after = detect.Duration(DetectKeys.After);
        var shortForm = ShortForm.Read(detect, DetectKeys.After, after?.TotalSeconds, after is { } span ? $">= {Durations.Write(span)}" : null);
        if (shortForm.Failed) return null;
        return new ReadDetection(Build, NumberSet.Of(Interval.All with { Low = 0 })) { Meaning = "absence", ShortForm = shortForm.Grades };
    }

    private static AbsenceDetection Build(GradeLadder ladder) =>
        new([.. GradesReader.All.Select(grade => ladder[grade]).OfType<MeasureCondition>().Select(rung => TimeSpan.FromSeconds(rung.Threshold)).Distinct().Order()]);
}
