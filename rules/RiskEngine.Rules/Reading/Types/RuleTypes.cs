namespace RiskEngine.Rules.Reading.Types;

/// <summary>The rule types that we ship: one entry each, from which parser, JSON Schema, messages and the manual of the state know it.</summary>
internal static class RuleTypes
{
    public static IReadOnlyList<RuleType> All { get; } =
    [
        ThresholdType.Type, MetricType.Type, ChangeType.Type, SpikeType.Type, FrequencyType.Type, CardinalityType.Type, PercentageType.Type, RatioType.Type,
        ChangesType.Type, OutlierType.Type, LevelType.Type, NewValueType.Type, AbsenceType.Type, FlatlineType.Type, ScoreType.Baseline, ScoreType.Score,
        SequenceType.Type, CorrelationType.Type, ShareType.Type, RankType.Type,
    ];
}
