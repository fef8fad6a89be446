using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Reading;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Linting;

/// <summary>Warnings about rows of <c>limits</c> that make no sense with the grades: the alarm below the warning.</summary>
internal static class LimitLints
{
    private const int MostRows = 20;

    public static void Check(ReadRule read)
    {
        if (read.Limits is not { Source: { } source } table || read.Report.HasErrors) return;
        var told = 0;
        foreach (var row in table.Rows)
        {
            if (Hidden(read, row.Numbers) is not { } fault) continue;
            read.Report.AddIn(source, DiagnosticCodes.UnreachableGrade, row.Line, $"{Quote.Of(row.Key)}: {fault}", "check the numbers of the row: columns may be swapped");
            if (++told == MostRows) return;
        }
    }

    /// <summary>The lightest grade that is hidden behind graver ones with these limits; null where none is.</summary>
    private static string? Hidden(ReadRule read, IReadOnlyList<double> limits)
    {
        var graver = NumberSet.Of();
        foreach (var grade in GradesReader.All.Reverse())
        {
            if (!read.Grades.TryGetValue(grade, out var condition) || (condition.HoldsFor?.Invoke(limits) ?? condition.Holds) is not { } holds) continue;
            if (holds.Intersect(read.Detection.Range).Except(graver).IsEmpty)
            {
                var text = condition.Condition.Bind?.Invoke(limits).Text ?? condition.Condition.Text;
                return $"grades.{grade.ToString().ToLowerInvariant()} {text} is never reached: whenever it holds, a graver grade holds as well";
            }

            graver = graver.Union(holds);
        }

        return null;
    }
}
