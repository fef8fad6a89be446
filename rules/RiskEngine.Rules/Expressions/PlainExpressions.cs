using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading;

namespace RiskEngine.Rules.Expressions;

/// <summary>The least that rules need: <c>value</c>, <c>attributes.x</c>, comparisons with a literal joined by <c>&amp;&amp;</c>.</summary>
internal sealed class PlainExpressions : IExpressionCompiler
{
    private static readonly string[] Operators = ["==", "!=", ">=", "<=", ">", "<"];

    public EventCondition? Condition(ExpressionText text)
    {
        var tests = new List<Func<EventCursor, Outcome>>();
        var start = 0;
        foreach (var part in text.Text.Split("&&"))
        {
            if (Test(text.Part(start, part.Length)) is not { } test) return null;
            tests.Add(test);
            start += part.Length + 2;
        }

        return new EventCondition(text.Text, tests is [var only] ? only : e => All(tests, e));
    }

    public EventNumber? Number(ExpressionText text, bool orText = false)
    {
        if (text.Text == "value") return EventNumber.Value;
        if (Attribute(text.Text) is { } name)
        {
            return new EventNumber(text.Text,
                e => e.TryGetAttribute(name, out var attribute) && attribute.Kind is EventValueKind.Number or EventValueKind.Boolean ? attribute.Number : double.NaN,
                e => e.TryGetAttribute(name, out var attribute) ? HashOf(attribute.Text) ^ (ulong)BitConverter.DoubleToInt64Bits(attribute.Number) : 0);
        }

        if (orText && text.Text == "source") return new EventNumber("source", static _ => double.NaN, static e => HashOf(e.Source));
        text.Add(DiagnosticCodes.UnknownName, $"{Quote.Of(text.Text)} is not known", "write value or attributes.NAME");
        return null;
    }

    public MeasureCondition? Measure(ExpressionText text)
    {
        text.Add(DiagnosticCodes.Condition, $"{Quote.Of(text.Text)} is not a comparison", "write e.g. \">= 5\" or \">= 5 && < 10\"");
        return null;
    }

    private static Outcome All(List<Func<EventCursor, Outcome>> tests, EventCursor e)
    {
        foreach (var test in tests)
        {
            if (test(e) is var outcome and not Outcome.True) return outcome;
        }

        return Outcome.True;
    }

    private static Func<EventCursor, Outcome>? Test(ExpressionText text)
    {
        foreach (var sign in Operators)
        {
            var at = text.Text.IndexOf(sign, StringComparison.Ordinal);
            if (at < 0) continue;
            var left = text.Text[..at].Trim();
            var right = text.Text[(at + sign.Length)..].Trim();
            if (left != "value" && Attribute(left) is null) break;
            var name = Attribute(left);
            if (right is ['"', .. var inside, '"'] && sign is "==" or "!=")
            {
                var wanted = right.Trim('"');
                return e => Outcomes(TextOf(e, name) is { } have ? string.Equals(have, wanted, StringComparison.Ordinal) == (sign == "==") : null);
            }

            var literal = right == "true" ? 1 : 0d;
            if (right is not ("true" or "false") && !Numbers.TryParse(right, out literal)) break;
            var condition = new MeasureCondition("", Comparisons.Parse(sign), literal);
            return e => NumberOf(e, name) is var have && double.IsNaN(have) ? Outcome.Error : condition.Test(new Measurement(have, 1, default, default));
        }

        text.Add(DiagnosticCodes.Expression, $"{Quote.Of(text.Text)} is not a condition", "write e.g. attributes.location == \"indoor\"");
        return null;
    }

    private static Outcome Outcomes(bool? holds) => holds is null ? Outcome.Error : holds.Value ? Outcome.True : Outcome.False;

    private static string? TextOf(EventCursor e, string? name) =>
        name is null ? e.Event.Text : e.TryGetAttribute(name, out var attribute) ? attribute.Text : null;

    private static double NumberOf(EventCursor e, string? name) =>
        name is null ? e.Event.Number : e.TryGetAttribute(name, out var attribute) && attribute.Kind != EventValueKind.Text ? attribute.Number : double.NaN;

    private static string? Attribute(string text) =>
        text.StartsWith("attributes.", StringComparison.Ordinal) && text.AsSpan(11).IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") < 0
            && text.Length > 11 ? string.Intern(text[11..]) : null;

    private static ulong HashOf(string? text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text ?? "") hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
