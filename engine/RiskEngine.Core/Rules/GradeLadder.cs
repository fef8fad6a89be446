namespace RiskEngine.Core.Rules;

/// <summary>The conditions of the four grades, any of which may be absent. The gravest condition that holds decides.</summary>
public sealed class GradeLadder
{
    private readonly MeasureCondition?[] _rungs = new MeasureCondition?[5];
    private readonly MeasureCondition?[] _recoveries = new MeasureCondition?[5];

    /// <summary>Creates a ladder with at least one rung.</summary>
    /// <param name="rungs">When each grade is reached.</param>
    /// <param name="recoveries">When grades are left; without one, a grade is left when its condition no longer holds.</param>
    /// <exception cref="ArgumentException">There is no rung, or a recovery of a grade that has none.</exception>
    public GradeLadder(IReadOnlyDictionary<Grade, MeasureCondition> rungs, IReadOnlyDictionary<Grade, MeasureCondition>? recoveries = null)
    {
        if (rungs.Count == 0) throw new ArgumentException("a ladder needs at least one grade", nameof(rungs));
        foreach (var (grade, condition) in rungs) _rungs[(int)grade] = condition;
        foreach (var (grade, condition) in recoveries ?? new Dictionary<Grade, MeasureCondition>())
        {
            if (!rungs.ContainsKey(grade)) throw new ArgumentException($"{grade} is left, and never reached", nameof(recoveries));
            _recoveries[(int)grade] = condition;
            HasRecovery = true;
        }

        Lowest = rungs.Keys.Min();
        Highest = rungs.Keys.Max();
        ReadCoverage = rungs.Values.Any(rung => rung.ReadsCoverage);
        Coverages = [.. rungs.Values.Select(rung => rung.Coverage).Where(coverage => coverage > 0).Distinct().Order()];
    }

    /// <summary>The lowest grade with a condition.</summary>
    public Grade Lowest { get; }

    /// <summary>The highest grade with a condition.</summary>
    public Grade Highest { get; }

    /// <summary>How much of a window must be known for its grades, the least first; empty where the first reading is enough for all.</summary>
    public IReadOnlyList<double> Coverages { get; }

    /// <summary>Whether a condition itself asks how much of the window is known.</summary>
    public bool ReadCoverage { get; }

    /// <summary>The condition of one grade; null where it has none.</summary>
    public MeasureCondition? this[Grade grade] => _rungs[(int)grade];

    /// <summary>Whether a grade has a condition of its own to be left.</summary>
    public bool HasRecovery { get; }

    /// <summary>The condition under which one grade is left; null where that is when its condition no longer holds.</summary>
    public MeasureCondition? RecoveryOf(Grade grade) => _recoveries[(int)grade];

    /// <summary>The gravest grade whose condition holds and may be reached: a window of which too little is known neither raises an alert nor ends it.</summary>
    /// <param name="measurement">What was measured.</param>
    /// <param name="current">The grade that the alert has.</param>
    /// <param name="errors">Increased by one for every condition that could not be evaluated.</param>
    public Grade Evaluate(in Measurement measurement, Grade current, ref long errors)
    {
        var kept = Grade.None;
        for (var grade = Highest; grade >= Lowest; grade--)
        {
            if (_rungs[(int)grade] is not { } rung) continue;
            switch (rung.Test(measurement))
            {
                case Outcome.True when grade <= kept: return kept;
                case Outcome.True when grade <= current || measurement.Coverage >= rung.Coverage: return grade;
                case Outcome.True: kept = current; break;
                case Outcome.Error: errors++; break;
            }
        }

        return kept;
    }

    /// <summary>The grades that a measurement lets go by a condition of their own, one bit each: those above the grade that it reaches.</summary>
    /// <param name="measurement">What was measured.</param>
    /// <param name="reached">The grade that it reaches.</param>
    /// <param name="errors">Increased by one for every condition that could not be evaluated.</param>
    public int Recovered(in Measurement measurement, Grade reached, ref long errors)
    {
        if (!HasRecovery) return 0;
        var (recovered, isLeft) = (0, false);
        for (var grade = Highest; grade > reached; grade--)
        {
            if (_rungs[(int)grade] is not null)
            {
                var outcome = _recoveries[(int)grade]?.Test(measurement) ?? Outcome.False;
                if (outcome == Outcome.Error) errors++;
                isLeft = outcome == Outcome.True;
            }

            if (isLeft) recovered |= 1 << (int)grade;
        }

        return recovered;
    }
}
