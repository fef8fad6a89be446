using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads the grade ladder.</summary>
internal static class GradesReader
{
    public static readonly IReadOnlyList<Grade> All = [Grade.Blue, Grade.Yellow, Grade.Orange, Grade.Red];

    /// <summary>The conditions of <c>grades</c>, or the one that the short form in <c>detect</c> gives; null where there is a fault.</summary>
    public static ReadGrades? Read(MapReader rule, ReadDetection detection, ConditionReader conditions)
    {
        if (detection.ShortForm is { } given)
        {
            if (!rule.Has(RuleKeys.Grades)) return new ReadGrades(given);
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
        var (read, recoveries, times) = (new Dictionary<Grade, ReadCondition>(), new Dictionary<Grade, ReadCondition>(), new Dictionary<Grade, ReadGrades.ReadTimes>());
        var whole = true;
        foreach (var grade in All)
        {
            if (RuleKeys.GradeKeys.Find(grade.ToString().ToLowerInvariant()) is not { } key || !map.Has(key)) continue;
            var own = map.Node(key) is YamlMap ? map.Map(key, LadderKeys.Grade) : null;
            var (scalar, path) = own is null ? (map.Node(key) is YamlMap ? null : map.Scalar(key), map.PathOf(key)) : (own.Scalar(LadderKeys.When), own.PathOf(LadderKeys.When));
            if (scalar is not null && conditions.ReadGrade(scalar, path, rule.Report) is { } condition) read[grade] = condition;
            else whole = false;
            if (own is null) continue;
            if (own.Scalar(LadderKeys.Recover) is { } recover)
            {
                if (conditions.Read(recover, own.PathOf(LadderKeys.Recover), rule.Report) is { } recovery) recoveries[grade] = recovery;
                else whole = false;
            }

            if (own.Has(LadderKeys.For) || own.Has(LadderKeys.RecoverFor) || own.Has(LadderKeys.Dwell))
                times[grade] = new(ReadFor.Of(own, LadderKeys.For), own.Duration(LadderKeys.RecoverFor), own.Duration(LadderKeys.Dwell) ?? TimeSpan.Zero);
        }

        if (read.Count > 0 || !whole) return whole ? new ReadGrades(read) { Recoveries = recoveries, Times = times } : null;
        rule.Report.AddMissing(map.Span, "grades holds no grade", "add at least one of blue, yellow, orange and red");
        return null;
    }

    /// <summary>The lowest grade ends the alert when it is left, and so does <c>clear.when</c>: one of them has to do.</summary>
    public static void CheckEnd(ReadGrades? grades, ReadCondition? clear, FileReport report)
    {
        if (grades is null || clear is null) return;
        var lowest = grades.Conditions.Keys.Min();
        if (!grades.Recoveries.TryGetValue(lowest, out var recovery)) return;
        var name = lowest.ToString().ToLowerInvariant();
        report.Add(DiagnosticCodes.Conflict, recovery.Span, $"grades.{name}.recover and clear.when both say when the alert ends, because {name} is the lowest grade",
            "delete one of them: recover, or when of clear");
    }
}
