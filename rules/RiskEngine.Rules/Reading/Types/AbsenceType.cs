using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>absence</c>: how long nothing has come.</summary>
internal static class AbsenceType
{
    public static readonly RuleType Type = new("absence", "Measures how long something that used to send has been silent.",
        [DetectKeys.After, DetectKeys.Grade, DetectKeys.Expected], static (detect, _) => Read(detect), InDurations: true)
    {
        CountsOpenTime = true,
        SeesAllHours = true,
        Stores = AbsenceDetection.Stored,
    };

    private static ReadDetection? Read(MapReader detect)
    {
        var after = detect.Duration(DetectKeys.After);
        var shortForm = ShortForm.Read(detect, DetectKeys.After, after?.TotalSeconds, after is { } span ? $">= {Durations.Write(span)}" : null);
        if (shortForm.Failed) return null;
        var expected = RosterReader.Read(detect);
        return new ReadDetection(ladder => Build(ladder, expected), NumberSet.Of(Interval.All with { Low = 0 }))
        {
            Meaning = expected.Count == 0 ? "absence" : $"absence expected {string.Join(';', expected.Select(entry => $"{entry.Key},{entry.Site}").Order(StringComparer.Ordinal))}",
            ShortForm = shortForm.Grades,
            EndsWith = "the alert ends with the next event",
            OnlyBySource = detect.Has(DetectKeys.Expected) ? "detect.expected" : null,
        };
    }

    private static AbsenceDetection Build(GradeLadder ladder, IReadOnlyList<ExpectedKey> expected) =>
        new([.. GradesReader.All.Select(grade => ladder[grade]).OfType<MeasureCondition>()
            .Select(rung => TimeSpan.FromSeconds(rung.Threshold)).Distinct().Order()])
        { Expected = expected };
}
