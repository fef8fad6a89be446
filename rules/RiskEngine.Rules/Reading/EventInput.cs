using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads keys of <c>detect</c> that hold an expression over one event; null where there is a fault, which is then reported.</summary>
internal static class EventInput
{
    /// <summary>A number; the event's own value where the key is left out.</summary>
    public static EventNumber? Number(MapReader detect, KeySpec key, ScoreCalls scores, bool orText = false)
    {
        if (!detect.Has(key)) return key.Required ? null : EventNumber.Value;
        if (Text(detect, key, scores) is not { } text) return null;
        return !orText && ReportAggregate(detect, key, text) ? null : RuleExpressions.Number(text, orText);
    }

    /// <summary><c>max(value)</c> in a type that looks at single events.</summary>
    private static bool ReportAggregate(MapReader detect, KeySpec key, ExpressionText text)
    {
        var open = text.Text.IndexOf('(', StringComparison.Ordinal);
        if (open <= 0 || !text.Text.EndsWith(')')) return false;
        var name = text.Text[..open];
        if (!AggregateName.TryFind(name, out _) && AggregateName.Synonym(name) is null) return false;
        if (key == ModelKeys.Measure)
        {
            text.Add(DiagnosticCodes.Measure, 0, open, $"{name} is an aggregate, and there is no window", "add window: {size: 1h, every: 1h} with the times that you mean");
            return true;
        }

        text.Add(DiagnosticCodes.Measure, 0, open, $"{name} is an aggregate over a window, and {detect.Type} looks at single events",
            $"write detect: {{type: metric, measure: {AggregateName.Synonym(name) ?? name}{text.Text[open..]}, window: 5m}} with the window that you mean, "
            + $"or {key.Name}: {text.Text[(open + 1)..^1]} for single events");
        return true;
    }

    /// <summary>A condition.</summary>
    public static EventCondition? Condition(MapReader detect, KeySpec key, ScoreCalls scores) => Text(detect, key, scores) is { } text ? RuleExpressions.Condition(text) : null;

    private static ExpressionText? Text(MapReader detect, KeySpec key, ScoreCalls scores) =>
        detect.Scalar(key) is { } scalar && Scalar.Fits(scalar, detect.PathOf(key), key.Shape, detect.Report)
            ? new ExpressionText(detect.PathOf(key), scalar, detect.Report, scores) : null;
}
