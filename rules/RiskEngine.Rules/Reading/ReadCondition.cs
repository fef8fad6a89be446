using RiskEngine.Core.Rules;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Reading;

/// <summary>A condition over the measure, with what can be told about it beforehand.</summary>
/// <param name="Condition">The compiled condition.</param>
/// <param name="Holds">The numbers for which it holds; null where only an evaluation can tell.</param>
/// <param name="Span">Its place.</param>
internal sealed record ReadCondition(MeasureCondition Condition, NumberSet? Holds, SourceSpan Span);
