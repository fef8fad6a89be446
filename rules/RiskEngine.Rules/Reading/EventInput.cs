using RiskEngine.Core.Rules;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads keys of <c>detect</c> that hold an expression over one event; null where there is a fault, which is then reported.</summary>
internal static class EventInput
{
    /// <summary>A number; the event's own value where the key is left out.</summary>
    public static EventNumber? Number(MapReader detect, KeySpec key, bool orText = false)
    {
        if (!detect.Has(key)) return key.Required ? null : EventNumber.Value;
        return Text(detect, key) is { } text ? RuleExpressions.Number(text, orText) : null;
    }

    /// <summary>A condition.</summary>
    public static EventCondition? Condition(MapReader detect, KeySpec key) => Text(detect, key) is { } text ? RuleExpressions.Condition(text) : null;

    private static ExpressionText? Text(MapReader detect, KeySpec key) =>
        detect.Scalar(key) is { } scalar && Scalar.Fits(scalar, detect.PathOf(key), key.Shape, detect.Report) ? new ExpressionText(detect.PathOf(key), scalar, detect.Report) : null;
}
