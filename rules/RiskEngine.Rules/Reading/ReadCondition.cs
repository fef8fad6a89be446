using RiskEngine.Core.Rules;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Reading;

/// <summary>A condition over the measure, with what can be told about it beforehand.</summary>
/// <param name="Condition">The compiled condition.</param>
/// <param name="Holds">The numbers for which it holds; null where only an evaluation can tell.</param>
/// <param name="Span">Its place.</param>
internal sealed record ReadCondition(MeasureCondition Condition, NumberSet? Holds, SourceSpan Span)
{
    /// <summary>The numbers for which it holds with the limits of one key; null where it names no column of limits.</summary>
    public Func<IReadOnlyList<double>, NumberSet>? HoldsFor { get; init; }

    /// <summary>The condition with the limits of one key in it.</summary>
    public ReadCondition BoundTo(IReadOnlyList<double> limits) => new(Condition.Bind?.Invoke(limits) ?? Condition, HoldsFor?.Invoke(limits) ?? Holds, Span);
}
