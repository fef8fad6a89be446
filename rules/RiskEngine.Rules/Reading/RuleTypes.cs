using RiskEngine.Rules.Reading.Types;

namespace RiskEngine.Rules.Reading;

/// <summary>The rule types that this version evaluates, and the names of those that it does not.</summary>
internal static class RuleTypes
{
    public static IReadOnlyList<RuleType> All { get; } = 
    [
        ThresholdType.Type, MetricType.Type, ChangeType.Type, FrequencyType.Type, CardinalityType.Type, PercentageType.Type, AbsenceType.Type, FlatlineType.Type,
    ];

    /// <summary>Types that the design knows and no evaluator runs yet.</summary>
    public static IReadOnlyList<string> Planned { get; } =
        ["spike", "new_value", "baseline", "score", "sequence", "correlation"];

    public static RuleType? Find(string name)
    {
        foreach (var type in All)
        {
            if (type.Name == name) return type;
        }

        return null;
    }
}
