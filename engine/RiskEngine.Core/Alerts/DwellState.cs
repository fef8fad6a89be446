using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Alerts;

/// <summary>A copy of where an alert stands between its grades: what has held, or has not, since when.</summary>
/// <param name="Current">The grade that it fires with; <see cref="Grade.None"/> while it is pending.</param>
/// <param name="Grades">For each grade from blue to red, whether the measure has been at it or above, and since when.</param>
/// <param name="ClearSince">Since when the clear condition has held; null where it does not, or where there is none.</param>
public sealed record DwellState(Grade Current, IReadOnlyList<DwellState.Standing> Grades, EventTime? ClearSince)
{
    /// <summary>When it came to that grade.</summary>
    public EventTime CameAt { get; init; }

    /// <summary>Whether only its flapping holds it at that grade.</summary>
    public bool IsHeld { get; init; }

    /// <summary>The standing of one grade, blue or above.</summary>
    public Standing this[Grade grade] => Grades[(int)grade - 1];

    /// <summary>Whether a grade is reached by the measure, and since when that has been so.</summary>
    /// <param name="Holds">Whether the last measurement reached it.</param>
    /// <param name="Since">When that began.</param>
    /// <param name="Readings">How many readings that rests on.</param>
    public readonly record struct Standing(bool Holds, EventTime Since, long Readings);
}
