namespace RiskEngine.Rules.Reading.Types;

/// <summary>The rule types.</summary>
internal static class RuleTypes
{
    public static IReadOnlyList<RuleType> All { get; } =
    [
        ThresholdType.Type, MetricType.Type, ChangeType.Type, SpikeType.Type, FrequencyType.Type, CardinalityType.Type, PercentageType.Type, NewValueType.Type,
        AbsenceType.Type, FlatlineType.Type, ScoreType.Baseline, ScoreType.Score, SequenceType.Type, CorrelationType.Type,
    ];

    public static RuleType? Find(string name)
    {
        foreach (var type in All)
        {
            if (type.Name == name) return type;
        }

        return null;
    }
}
