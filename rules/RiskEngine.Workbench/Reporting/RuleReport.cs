using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Reporting;

/// <summary>Which rules to keep, to tune and to retire, by what they told and what became of it.</summary>
/// <param name="From">The first transition.</param>
/// <param name="To">The last one, or the end that was asked for.</param>
/// <param name="Rules">The rules, those to be looked at first before the others, then by alerts.</param>
/// <param name="Alarms">All of them together.</param>
public sealed record RuleReport(EventTime From, EventTime To, IReadOnlyList<RuleFigures> Rules, AlarmFigures Alarms);
