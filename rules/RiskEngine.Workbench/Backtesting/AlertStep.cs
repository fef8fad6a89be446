using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>A grade that an alert took on.</summary>
/// <param name="At">From when on.</param>
/// <param name="Grade">The grade.</param>
public readonly record struct AlertStep(EventTime At, Grade Grade);
