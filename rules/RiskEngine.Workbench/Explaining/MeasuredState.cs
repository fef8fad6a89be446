using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Workbench.Explaining;

/// <summary>What a rule measured for a key, how the measure compares with the grades, and where the alert stood after it.</summary>
/// <param name="Measurement">The measurement.</param>
/// <param name="Evidence">The records behind it.</param>
/// <param name="Grades">Each grade's condition, from the lowest.</param>
/// <param name="Clear">The condition that clears; null where the rule has none.</param>
/// <param name="Dwell">The alert; null where none was pending or firing.</param>
public sealed record MeasuredState(Measurement Measurement, Evidence Evidence, IReadOnlyList<GradeCheck> Grades, GradeCheck? Clear, DwellState? Dwell)
{
    /// <summary>What was compared with what, by name; empty for rules that do not compare.</summary>
    public IReadOnlyList<ScoreShare> Compared { get; init; } = [];

    /// <summary>The conditions under which grades are left, from the lowest; of grades that say so themselves.</summary>
    public IReadOnlyList<GradeCheck> Recoveries { get; init; } = [];

    /// <summary>The highest grade that the measure reaches.</summary>
    public Grade Reached => Grades.LastOrDefault(check => check.IsReached)?.Grade ?? Grade.None;

    /// <summary>The highest grade whose condition holds and of whose window too little is known; null where there is none.</summary>
    public GradeCheck? Unknown => Grades.LastOrDefault(check => check.Outcome == Outcome.True && check.Needs is not null);

    /// <summary>Puts it together.</summary>
    public static MeasuredState Of(in ObservedMeasurement observed)
    {
        var conditions = observed.Rule.ConditionsOf(observed.Key);
        var (checks, recoveries) = (new List<GradeCheck>(), new List<GradeCheck>());
        for (var grade = Grade.Blue; grade <= Grade.Red; grade++)
        {
            if (conditions.Grades[grade] is { } rung) checks.Add(GradeCheck.Of(grade, rung, observed.Measurement));
            if (conditions.Grades.RecoveryOf(grade) is { } recovery) recoveries.Add(GradeCheck.Of(grade, recovery, observed.Measurement));
        }

        var clear = conditions.Clear is { } when ? GradeCheck.Of(Grade.None, when, observed.Measurement) : null;
        return new MeasuredState(observed.Measurement, observed.Evidence, checks, clear, observed.Dwell)
        {
            Compared = observed.Compared?.Shares ?? [], Recoveries = recoveries,
        };
    }
}
