namespace RiskEngine.Rules.Keys;

/// <summary>Every map with known keys, to find where a misplaced key belongs.</summary>
internal static class KeyTable
{
    public static IReadOnlyList<MapSpec> Maps { get; } =
        
    [
        RuleKeys.Rule, RuleKeys.ClearKeys, ScheduleKeys.Keys, DetectKeys.Threshold, DetectKeys.Metric, DetectKeys.Change, SpikeKeys.Spike, DetectKeys.Frequency,
        DetectKeys.Cardinality, DetectKeys.Percentage, NewValueKeys.NewValue, DetectKeys.Absence, DetectKeys.Flatline, ModelKeys.Baseline, ModelKeys.Score,
        SequenceKeys.Sequence, SequenceKeys.Step, CorrelationKeys.Correlation, DetectKeys.WindowKeys, CaseKeys.Case,
    ];
}
