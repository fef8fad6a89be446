using RiskEngine.Core.Rules;

namespace RiskEngine.Workbench.Explaining;

/// <summary>One condition over a measure, and what it found.</summary>
/// <param name="Grade">The grade; <see cref="Grade.None"/> for the condition that clears.</param>
/// <param name="Text">The condition as written.</param>
/// <param name="Outcome">What it found.</param>
/// <param name="Missing">How much the measure would have to move for it to hold; 0 where it stands exactly at a bound that does not belong to it; null where
/// it holds, or where only an expression can tell.</param>
/// <param name="Leaves">Its parts, where it is an expression.</param>
public sealed record GradeCheck(Grade Grade, string Text, Outcome Outcome, double? Missing, IReadOnlyList<ConditionLeaf> Leaves)
{
    /// <summary>The comparison that it is; null for any other expression.</summary>
    public Comparison? Comparison { get; init; }

    /// <summary>How much of the window it needs, where that is more than is known; null where enough is.</summary>
    public double? Needs { get; init; }

    /// <summary>Whether it holds, and enough of the window is known for it.</summary>
    public bool IsReached => Outcome == Outcome.True && Needs is null;

    /// <summary>Tests a condition.</summary>
    public static GradeCheck Of(Grade grade, MeasureCondition condition, in Measurement measurement)
    {
        var outcome = condition.Test(measurement);
        var distance = condition.Threshold - measurement.Measure;
        double? missing = outcome == Outcome.True || condition.Comparison is null || !double.IsFinite(distance) ? null : distance;
        return new GradeCheck(grade, condition.Text, outcome, missing, condition.Explain?.Invoke(measurement) ?? [])
        {
            Comparison = condition.Comparison,
            Needs = measurement.Coverage < condition.Coverage ? condition.Coverage : null,
        };
    }
}
