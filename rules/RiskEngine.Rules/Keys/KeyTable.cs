namespace RiskEngine.Rules.Keys;

/// <summary>Every map with known keys, to find where a misplaced key belongs.</summary>
internal static class KeyTable
{
    /// <summary>What <c>detect</c> may hold, for each rule type.</summary>
    public static IReadOnlyList<MapSpec> Detect { get; } =
    [
        DetectKeys.Threshold, DetectKeys.Metric, DetectKeys.Change, SpikeKeys.Spike, DetectKeys.Frequency, DetectKeys.Cardinality, DetectKeys.Percentage, NewValueKeys.NewValue,
        DetectKeys.Absence, DetectKeys.Flatline, ModelKeys.Baseline, ModelKeys.Score, SequenceKeys.Sequence, CorrelationKeys.Correlation,
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MapSpec> Maps { get; } = [RuleKeys.Rule, RuleKeys.ClearKeys, ScheduleKeys.Keys, .. Detect, SequenceKeys.Step, DetectKeys.WindowKeys, CaseKeys.Case];
}
