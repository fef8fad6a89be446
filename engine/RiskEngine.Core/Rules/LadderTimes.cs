namespace RiskEngine.Core.Rules;

/// <summary>The times of a rule's ladder, grade by grade: how long each wants to hold, to be left, and to last.</summary>
/// <remarks>A grade that the ladder lacks has those of the next graver one that it has, so that an alert passes it by; above the highest they are the rule's.</remarks>
public sealed class LadderTimes
{
    private readonly Step[] _steps = new Step[5];

    private LadderTimes(Rule rule)
    {
        Lowest = rule.Grades.Lowest;
        KeepFiringFor = rule.KeepFiringFor;
        ClearFor = rule.Clear.For;
        HasClear = rule.Clear.When is not null;
        var graver = new Step(rule.For, rule.ForReadings, rule.Clear.For, TimeSpan.Zero, false);
        for (var grade = Grade.Red; grade >= Grade.Blue; grade--)
        {
            if (rule.Grades[grade] is not null)
            {
                var own = rule.Times.GetValueOrDefault(grade);
                graver = new Step(own?.For ?? rule.For, own?.ForReadings ?? rule.ForReadings, own?.RecoverFor ?? rule.Clear.For, own?.Dwell ?? TimeSpan.Zero,
                    rule.Grades.RecoveryOf(grade) is not null);
            }

            _steps[(int)grade] = graver;
        }

        IsPlain = rule.Grades.HasRecovery is false && _steps.All(step => step.Dwell == TimeSpan.Zero);
    }

    /// <summary>The lowest grade with a condition.</summary>
    public Grade Lowest { get; }

    /// <summary>How long an alert stays open, at the least, after a grade's condition last held.</summary>
    public TimeSpan KeepFiringFor { get; }

    /// <summary>How long the condition that ends the alert must have held.</summary>
    public TimeSpan ClearFor { get; }

    /// <summary>Whether a condition ends the alert.</summary>
    public bool HasClear { get; }

    /// <summary>Whether no grade has a condition of its own to fall, or a least time.</summary>
    public bool IsPlain { get; }

    /// <summary>The times of one grade, blue or above.</summary>
    public Step this[Grade grade] => _steps[(int)grade];

    /// <summary>The longest time that the ladder looks back: what has to be replayed for it to stand where it stood.</summary>
    public TimeSpan Longest => _steps[1..].Max(step => step.For) + Max(_steps[1..].Max(step => Max(step.RecoverFor, step.Dwell)), ClearFor) + KeepFiringFor;

    /// <summary>The times of a rule.</summary>
    public static LadderTimes Of(Rule rule) => new(rule);

    /// <summary>How long an alert that has a grade stays open at least after the grade's condition last held.</summary>
    public TimeSpan StaysAt(Grade grade) => Max(this[grade].RecoverFor, KeepFiringFor);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>The times of one grade.</summary>
    /// <param name="For">How long it must have held.</param>
    /// <param name="Readings">How many readings that must rest on.</param>
    /// <param name="RecoverFor">How long the better state must have lasted.</param>
    /// <param name="Dwell">How long the alert stays at it, at the least.</param>
    /// <param name="HasRecovery">Whether a condition of its own, and not the end of the one that raised it, says that it is left.</param>
    public readonly record struct Step(TimeSpan For, long Readings, TimeSpan RecoverFor, TimeSpan Dwell, bool HasRecovery);
}
