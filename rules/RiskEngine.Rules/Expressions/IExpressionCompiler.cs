using RiskEngine.Core.Rules;
using RiskEngine.Rules.Reading;

namespace RiskEngine.Rules.Expressions;

/// <summary>Turns expressions into delegates; null where there is a fault, which is then reported.</summary>
internal interface IExpressionCompiler
{
    /// <summary>A condition over one event.</summary>
    EventCondition? Condition(ExpressionText text);

    /// <summary>A number over one event.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="orText">Whether a text will do: only how many different ones there are is asked for.</param>
    EventNumber? Number(ExpressionText text, bool orText = false);

    /// <summary>A condition over <c>measure</c> and <c>count</c>.</summary>
    MeasureCondition? Measure(ExpressionText text);
}
