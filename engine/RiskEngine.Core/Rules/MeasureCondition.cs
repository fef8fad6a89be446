namespace RiskEngine.Core.Rules;

/// <summary>A compiled condition over a measurement: one rung of a grade ladder, or the condition that clears an alert.</summary>
/// <param name="Text">Its source as the author wrote it, e.g. <c>&gt;= 5</c>.</param>
/// <param name="Comparison">The comparison with one number that it is; null for any other expression.</param>
/// <param name="Threshold">The number of that comparison, reported as the alert's threshold; NaN where there is none.</param>
/// <param name="Evaluate">The general form; null where <paramref name="Comparison"/> says it all.</param>
public sealed record MeasureCondition(string Text, Comparison? Comparison, double Threshold, Func<Measurement, Outcome>? Evaluate = null)
{
    /// <summary>The condition with the limits of one key in it, one number for each column that the rule's conditions name; null where it names none.
    /// Until it is bound, such a condition never holds.</summary>
    public Func<IReadOnlyList<double>, MeasureCondition>? Bind { get; init; }

    /// <summary>Evaluates each part on its own, for people; null where it has no parts to show. Slow.</summary>
    public Func<Measurement, IReadOnlyList<ConditionLeaf>>? Explain { get; init; }

    /// <summary>How much of a window must be known, from 0 to 1, before an alert may fire or rise by it; 0 where the first reading is enough.</summary>
    public double Coverage { get; init; }

    /// <summary>Whether the condition itself asks how much of the window is known.</summary>
    public bool ReadsCoverage { get; init; }

    /// <summary>Whether the condition holds, however little of the window is known. Never holds for NaN.</summary>
    public Outcome Test(in Measurement measurement)
    {
        if (Comparison is not { } comparison) return Evaluate is null ? Outcome.False : Evaluate(measurement);
        var measure = measurement.Measure;
        var holds = comparison switch
        {
            Rules.Comparison.Greater => measure > Threshold,
            Rules.Comparison.GreaterOrEqual => measure >= Threshold,
            Rules.Comparison.Less => measure < Threshold,
            Rules.Comparison.LessOrEqual => measure <= Threshold,
            Rules.Comparison.Equal => measure == Threshold,
            _ => measure != Threshold && !double.IsNaN(measure),
        };
        return holds ? Outcome.True : Outcome.False;
    }
}
