using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Reading;

namespace RiskEngine.Rules.Linting;

/// <summary>Warnings about conditions under which grades are left: those that never hold, and those that hold while the grade does.</summary>
internal static class RecoveryLints
{
    public static void Check(ReadRule read)
    {
        foreach (var (grade, recovery) in read.Recoveries.OrderBy(pair => pair.Key))
        {
            if (recovery.Holds is not { } left) continue;
            var name = grade.ToString().ToLowerInvariant();
            if (left.Intersect(read.Detection.Range).IsEmpty)
            {
                read.Report.Add(DiagnosticCodes.ClearNever, recovery.Span,
                    $"grades.{name}.recover never holds, so the alert would never fall below {name}: the measure takes no such value{Lints.RangeOf(read)}",
                    "check the comparison and the number, or leave recover out");
            }
            else if (read.Grades.TryGetValue(grade, out var condition) && condition.Holds is { } holds && !holds.Intersect(left).Intersect(read.Detection.Range).IsEmpty)
            {
                read.Report.Add(DiagnosticCodes.ClearOverlap, recovery.Span, $"grades.{name}.recover holds for values that still reach {name}",
                    $"recover on the other side of the threshold of {name}");
            }
        }
    }

    /// <summary>Whether the lowest grade says itself when it is left, or after which time.</summary>
    public static bool LeavesLowest(ReadRule read) =>
        read.Recoveries.ContainsKey(read.Rule.Grades.Lowest)
        || (read.Rule.Times.GetValueOrDefault(read.Rule.Grades.Lowest) is { } times && (times.RecoverFor > TimeSpan.Zero || times.Dwell > TimeSpan.Zero));
}
