namespace RiskEngine.Core.Rules;

/// <summary>The conditions of the four grades, any of which may be absent. The gravest condition that holds decides.</summary>
public sealed class GradeLadder
{
    private readonly MeasureCondition?[] _rungs = new MeasureCondition?[5];

    /// <summary>Creates a ladder with at least one rung.</summary>
    /// <exception cref="ArgumentException">There is no rung.</exception>
    public GradeLadder(IReadOnlyDictionary<Grade, MeasureCondition> rungs)
    {
        if (rungs.Count == 0) throw new ArgumentException("a ladder needs at least one grade", nameof(rungs));
        foreach (var (grade, condition) in rungs) _rungs[(int)grade] = condition;
        Lowest = rungs.Keys.Min();
        Highest = rungs.Keys.Max();
    }

    /// <summary>The lowest grade with a condition.</summary>
    public Grade Lowest { get; }

    /// <summary>The highest grade with a condition.</summary>
    public Grade Highest { get; }

    /// <summary>The condition of one grade; null where it has none.</summary>
    public MeasureCondition? this[Grade grade] => _rungs[(int)grade];

    /// <summary>The gravest grade whose condition holds.</summary>
    /// <param name="measurement">What was measured.</param>
    /// <param name="errors">Increased by one for every condition that could not be evaluated.</param>
    public Grade Evaluate(in Measurement measurement, ref long errors)
    {
        for (var grade = Highest; grade >= Lowest; grade--)
        {
            if (_rungs[(int)grade] is not { } rung) continue;
            switch (rung.Test(measurement))
            {
                case Outcome.True: return grade;
                case Outcome.Error: errors++; break;
            }
        }

        return Grade.None;
    }
}
