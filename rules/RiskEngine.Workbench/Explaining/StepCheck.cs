using RiskEngine.Core.Rules;

namespace RiskEngine.Workbench.Explaining;

/// <summary>How an event fits one step of a sequence.</summary>
/// <param name="Step">The step.</param>
/// <param name="KindFits">Whether the kind does.</param>
/// <param name="Fits">Whether the event does.</param>
/// <param name="Leaves">The parts of its condition; empty where the kind does not fit, or where there is none.</param>
public sealed record StepCheck(SequenceStep Step, bool KindFits, bool Fits, IReadOnlyList<ConditionLeaf> Leaves);
