using RiskEngine.Core.Rules;

namespace RiskEngine.Rules.Reading;

/// <summary>What <c>grades</c> gave.</summary>
/// <param name="Conditions">When each grade is reached.</param>
internal sealed record ReadGrades(IReadOnlyDictionary<Grade, ReadCondition> Conditions)
{
    /// <summary>When grades are left that say so themselves.</summary>
    public IReadOnlyDictionary<Grade, ReadCondition> Recoveries { get; init; } = new Dictionary<Grade, ReadCondition>();

    /// <summary>The times that grades say of their own.</summary>
    public IReadOnlyDictionary<Grade, ReadTimes> Times { get; init; } = new Dictionary<Grade, ReadTimes>();

    /// <summary>The times for the engine.</summary>
    /// <param name="readings">How many readings <c>for</c> rests on where nobody says how many.</param>
    public IReadOnlyDictionary<Grade, GradeTimes> TimesOf(long readings) => Times.ToDictionary(
        one => one.Key, one => new GradeTimes(one.Value.For?.Time, one.Value.For?.Readings(readings), one.Value.RecoverFor, one.Value.Dwell));

    /// <summary>The times that one grade says.</summary>
    internal sealed record ReadTimes(ReadFor? For, TimeSpan? RecoverFor, TimeSpan Dwell);
}
