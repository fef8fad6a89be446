using RiskEngine.Core.Rules;

namespace RiskEngine.Desk.Book;

/// <summary>The risk index of an area, 0 to 100: as if each open incident were true by itself with a probability that its grade and certainty say.</summary>
/// <remarks>
/// <c>100 * (1 - product of (1 - weight of the grade * weight of the certainty))</c> over the open incidents. A worse grade, a surer incident or one more incident
/// never lowers it. Incidents are counted by grade and certainty, and multiplied in the order of these, so that the same incidents give the same bits.
/// </remarks>
internal static class RiskIndex
{
    /// <summary>How many pairs of a grade and a certainty there are.</summary>
    public const int Classes = 12;

    private const int Certainties = 3;

    /// <summary>By grade, blue first.</summary>
    private static ReadOnlySpan<double> OfGrade => [0.08, 0.2, 0.45, 0.75];

    /// <summary>By certainty, the surest first.</summary>
    private static ReadOnlySpan<double> OfCertainty => [1.0, 0.8, 0.5];

    /// <summary>The number of a pair.</summary>
    public static int ClassOf(Grade grade, Certainty certainty) => (((int)grade - 1) * Certainties) + (int)certainty;

    /// <summary>The grade of a pair.</summary>
    public static Grade GradeOf(int number) => (Grade)((number / Certainties) + 1);

    /// <summary>The certainty of a pair.</summary>
    public static Certainty CertaintyOf(int number) => (Certainty)(number % Certainties);

    /// <summary>The index.</summary>
    /// <param name="incidents">How many incidents are open, by pair.</param>
    public static double Of(ReadOnlySpan<int> incidents)
    {
        var none = 1.0;
        for (var number = 0; number < Classes; number++)
        {
            if (incidents[number] > 0) none *= Math.Pow(1 - (OfGrade[number / Certainties] * OfCertainty[number % Certainties]), incidents[number]);
        }

        return 100 * (1 - none);
    }

    /// <summary>What has become of an index after some time.</summary>
    /// <param name="index">The index.</param>
    /// <param name="after">The time, zero or above.</param>
    /// <param name="halfLife">How long until half of it is left.</param>
    public static double Faded(double index, TimeSpan after, TimeSpan halfLife) => index * Math.Pow(2, -after / halfLife);

    /// <summary>How long an index takes to fade to a lower one.</summary>
    public static TimeSpan TimeTo(double lower, double index, TimeSpan halfLife) =>
        lower <= 0 ? TimeSpan.MaxValue : index <= lower ? TimeSpan.Zero : TimeSpan.FromMicroseconds(Math.Ceiling(halfLife.TotalMicroseconds * Math.Log2(index / lower)) + 1);
}
