namespace RiskEngine.Models.Evaluation;

/// <summary>What a find, a false detection and a miss weigh in NAB's score.</summary>
/// <param name="Name">Name in NAB's own reports.</param>
/// <param name="Found">Weight of a window found.</param>
/// <param name="False">Weight of a detection outside the windows.</param>
/// <param name="Missed">Weight of a window missed.</param>
public sealed record NabProfile(string Name, double Found, double False, double Missed)
{
    /// <summary>The standard profile.</summary>
    public static readonly NabProfile Standard = new("standard", 1, 0.11, 1);

    /// <summary>False detections count twice.</summary>
    public static readonly NabProfile LowFalsePositives = new("low-fp", 1, 0.22, 1);

    /// <summary>Misses count twice.</summary>
    public static readonly NabProfile LowFalseNegatives = new("low-fn", 1, 0.11, 2);

    /// <summary>The three profiles in NAB's order.</summary>
    public static readonly IReadOnlyList<NabProfile> All = [Standard, LowFalsePositives, LowFalseNegatives];
}
