namespace RiskEngine.Rules.Keys;

/// <summary>Every map with known keys, to find where a misplaced key belongs.</summary>
internal static class KeyTable
{
    public static IReadOnlyList<MapSpec> Maps { get; } =
        [RuleKeys.Rule, RuleKeys.ClearKeys, ScheduleKeys.Keys, .. DetectKeys.All, DetectKeys.WindowKeys, CaseKeys.Case];
}
