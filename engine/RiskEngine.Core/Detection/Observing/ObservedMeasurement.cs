using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Core.Detection.Observing;

/// <summary>One measurement as an observer sees it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Slot">The key as a small number, the same for all measurements of the rule with that key.</param>
/// <param name="Key">The key.</param>
/// <param name="Measurement">What was measured.</param>
/// <param name="Evidence">The records behind it.</param>
/// <param name="Dwell">The alert after it; null where none is pending or firing.</param>
public readonly record struct ObservedMeasurement(Rule Rule, int Slot, string Key, Measurement Measurement, Evidence Evidence, DwellState? Dwell)
{
    /// <summary>What was compared with what; null for rules that do not compare.</summary>
    public ScoreFinding? Compared { get; init; }
}
