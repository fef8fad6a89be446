using RiskEngine.Core.Rules;

namespace RiskEngine.Reading.Records;

/// <summary>Grades as records write them.</summary>
public static class GradeName
{
    /// <summary>The grades that an alert can have, lightest first.</summary>
    public static IReadOnlyList<Grade> All { get; } = [Grade.Blue, Grade.Yellow, Grade.Orange, Grade.Red];

    /// <summary>The word for a grade.</summary>
    public static string Of(Grade grade) => grade switch
    {
        Grade.Blue => "blue",
        Grade.Yellow => "yellow",
        Grade.Orange => "orange",
        Grade.Red => "red",
        _ => "none",
    };

    /// <summary>The grade of a word; <see cref="Grade.None"/> where it is none.</summary>
    public static Grade Parse(string? word) => word switch
    {
        "blue" => Grade.Blue,
        "yellow" => Grade.Yellow,
        "orange" => Grade.Orange,
        "red" => Grade.Red,
        _ => Grade.None,
    };
}
