using RiskEngine.Core.Rules;
using RiskEngine.Rules.Cases;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading;

/// <summary>A rule with what the lints want to know about how it was written.</summary>
internal sealed record ReadRule(Rule Rule, IReadOnlyList<RuleTestCase> Tests, ReadDetection Detection, IReadOnlyDictionary<Grade, ReadCondition> Grades, ReadCondition? Clear)
{
    /// <summary>When grades are left that say so themselves.</summary>
    public required IReadOnlyDictionary<Grade, ReadCondition> Recoveries { get; init; }

    public required RuleType Type { get; init; }

    public required MapReader Map { get; init; }

    /// <summary>Whether <c>for</c> says how many readings it wants.</summary>
    public required bool SaysAtLeast { get; init; }

    /// <summary>The table that conditions compare with; null where there is none.</summary>
    public LimitTable? Limits { get; init; }

    public FileReport Report => Map.Report;
}
