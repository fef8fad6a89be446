using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads the grade ladder.</summary>
internal static class GradesReader
{
    public static readonly IReadOnlyList<Grade> All = [Grade.Blue, Grade.Yellow, Grade.Orange, Grade.Red];

    /// <summary>The conditions of <c>grades</c>, or the one that the short form in <c>detect</c> gives; null where there is a fault.</summary>
    public static IReadOnlyDictionary<Grade, ReadCondition>? Read(MapReader rule, ReadDetection detection, ConditionReader conditions)
    {
        if (detection.ShortForm is { } given)
        {
            if (!rule.Has(RuleKeys.Grades)) return given;
            if (!rule.Report.HasFound(DiagnosticCodes.Conflict))
            {
                rule.Report.Add(DiagnosticCodes.Conflict, rule.PlaceOf(RuleKeys.Grades), "grades stand beside a detect that gives the grade itself",
                    "delete grades, or take the short form (after, count, grade) out of detect");
            }

            return null;
        }

        if (!rule.Has(RuleKeys.Grades))
        {
            rule.Report.AddMissing(rule.PlaceOf(RuleKeys.Detect), "grades is missing: the condition of each grade", $"add e.g. grades: {RuleKeys.Grades.Examples[0]}");
            return null;
        }

        if (rule.Map(RuleKeys.Grades, RuleKeys.GradeKeys) is not { } map) return null;
        var read = new Dictionary<Grade, ReadCondition>();
        var whole = true;
        foreach (var grade in All)
        {
            if (RuleKeys.GradeKeys.Find(grade.ToString().ToLowerInvariant()) is not { } key || !map.Has(key)) continue;
            if (map.Scalar(key) is { } scalar && conditions.ReadGrade(scalar, map.PathOf(key), rule.Report) is { } condition) read[grade] = condition;
            else whole = false;
        }

        if (read.Count > 0 || !whole) return whole ? read : null;
        rule.Report.AddMissing(map.Span, "grades holds no grade", "add at least one of blue, yellow, orange and red");
        return null;
    }
}
