using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Observing;

/// <summary>The alerts that a correlation counts at a measurement, as an observer sees them.</summary>
/// <param name="Rule">The correlation.</param>
/// <param name="Key">Its key.</param>
/// <param name="At">The time of the measurement.</param>
/// <param name="Signals">The alerts, by the time at which they began to fire.</param>
public readonly record struct ObservedSignals(Rule Rule, string Key, EventTime At, IReadOnlyList<CountedSignal> Signals);
