using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads the conditions of grades and of <c>clear</c>: <c>"&gt;= 5"</c>, <c>"&gt;= 5 &amp;&amp; &lt; 10"</c>, or an expression over measure and count.</summary>
/// <param name="inDurations">Whether the measure is a length of time, compared with durations and kept in seconds.</param>
/// <param name="limits">The table that the rule names; null where it names none.</param>
internal sealed class ConditionReader(bool inDurations, LimitTable? limits = null)
{
    public ReadCondition? Read(YamlScalar scalar, string path, FileReport report)
    {
        if (!Scalar.Fits(scalar, path, Shapes.OverMeasure, report)) return null;
        var whole = new ExpressionText(path, scalar, report);
        var text = whole.Part(0, whole.Text.Length);
        if (LimitConditions.Concerns(text.Text)) return LimitConditions.Read(text, limits, inDurations);
        if (!IsRight(text.Text) && FindSlip(text)) return null;
        if (inDurations && Durations.TryParse(text.Text, out var silence)) return Simple(text, Comparison.GreaterOrEqual, silence.TotalSeconds);
        if (IsShort(text.Text)) return ReadShort(text);
        if (inDurations)
        {
            if (Durations.Guess(text.Text) is { } guess) text.AddInstead(DiagnosticCodes.Condition, $"{Quote.Of(text.Text)} is not a length of time", $"write {guess}", guess);
            else text.Add(DiagnosticCodes.Condition, $"{Quote.Of(text.Text)} is not a length of time", "write e.g. 5m, which means that long or longer");
            return null;
        }

        return RuleExpressions.Measure(text, out var holds) is { } condition ? new ReadCondition(condition, holds, scalar.Span) : null;
    }

    /// <summary>A condition that a grade can have: a silence can only have lasted so long or longer.</summary>
    public ReadCondition? ReadGrade(YamlScalar scalar, string path, FileReport report)
    {
        var read = Read(scalar, path, report);
        if (read is null || !inDurations || read.Condition.Comparison == Comparison.GreaterOrEqual) return read;
        report.Add(DiagnosticCodes.Condition, scalar.Span, $"{path}: {Quote.Of(scalar.Value)} is no length that a silence reaches",
            $"write {Durations.Write(TimeSpan.FromSeconds(Math.Max(0.001, double.IsNaN(read.Condition.Threshold) ? 300 : read.Condition.Threshold)))}: that long or longer");
        return null;
    }

    /// <summary>Most conditions are one sign and one number; no slip has to be looked for then.</summary>
    private bool IsRight(string text) =>
        !inDurations && Comparisons.Leading(text) is { } sign && Numbers.TryParse(text.AsSpan(sign.Sign.Length), out _);

    /// <summary>Whether it consists of comparisons without a left side, as in <c>&gt;= 5 &amp;&amp; &lt; 10</c>.</summary>
    private static bool IsShort(string text) =>
        text.AsSpan().IndexOfAny("()[]\"'?:") < 0
        && text.Split(["&&", "||"], StringSplitOptions.TrimEntries).All(part => Comparisons.Leading(part) is not null);

    private bool FindSlip(ExpressionText text)
    {
        var written = text.Text;
        if (Numbers.TryParse(written, out _))
        {
            if (inDurations) text.Add(DiagnosticCodes.Duration, $"{Quote.Of(written)} has no unit", $"write {Durations.WithUnits(written)}");
            else text.Add(DiagnosticCodes.Condition, $"{Quote.Of(written)} is not a comparison", $"say how to compare, e.g. \">= {written}\" or \"<= {written}\"");
            return true;
        }

        if (!inDurations && Numbers.Ambiguous(written) is var (thousands, decimals))
        {
            text.Add(DiagnosticCodes.Condition, $"{Quote.Of(written)} holds a number with a comma",
                $"write \"{thousands}\" for thousands, which are not separated, or \"{decimals}\" for decimals, which follow a point");
            return true;
        }

        if ((Durations.TryParse(written, out _) && inDurations) || ConditionSlips.Mend(written, inDurations) is not { } mended) return false;
        var alternative = mended.Contains(">= ", StringComparison.Ordinal) && mended.Contains("&& <", StringComparison.Ordinal) && !written.Contains('<', StringComparison.Ordinal)
            ? mended.Contains("&& <=", StringComparison.Ordinal) ? $"; the upper end belongs to it, with < it does not"
            : $"; the upper end does not belong to it, with <= it does" : "";
        text.AddInstead(DiagnosticCodes.Condition, $"{Quote.Of(written)} is not a comparison", $"write \"{mended}\"{alternative}", mended);
        return true;
    }

    private ReadCondition? ReadShort(ExpressionText text)
    {
        var alternatives = new List<List<(Comparison Comparison, double Number)>>();
        var holds = NumberSet.Of();
        foreach (var alternative in text.Split("||"))
        {
            var all = new List<(Comparison, double)>();
            var range = NumberSet.Of(Interval.All);
            foreach (var part in alternative.Split("&&"))
            {
                if (ReadComparison(part) is not { } comparison) return null;
                all.Add(comparison);
                range = range.Intersect(NumberSet.Of(comparison.Comparison, comparison.Number));
            }

            alternatives.Add(all);
            holds = holds.Union(range);
        }

        if (alternatives is [[var only]]) return Simple(text, only.Comparison, only.Number);
        return new ReadCondition(AnyOf(text.Text, alternatives), holds, text.Scalar.Span);
    }

    /// <summary>Comparisons of which all of one alternative have to hold.</summary>
    public static MeasureCondition AnyOf(string text, IReadOnlyList<IReadOnlyList<(Comparison Comparison, double Number)>> alternatives)
    {
        var conditions = alternatives.Select(all => all.Select(one => new MeasureCondition("", one.Comparison, one.Number)).ToArray()).ToArray();
        return new MeasureCondition(text, null, alternatives[0][0].Number, m => Any(conditions, m));
    }

    private static ReadCondition Simple(ExpressionText text, Comparison comparison, double number) =>
        new(new MeasureCondition(text.Text, comparison, number), NumberSet.Of(comparison, number), text.Scalar.Span);

    private static Outcome Any(MeasureCondition[][] alternatives, Measurement measurement)
    {
        foreach (var all in alternatives)
        {
            var holds = true;
            foreach (var one in all) holds &= one.Test(measurement) == Outcome.True;
            if (holds) return Outcome.True;
        }

        return Outcome.False;
    }

    private (Comparison Comparison, double Number)? ReadComparison(ExpressionText text)
    {
        if (Comparisons.Leading(text.Text) is not { } sign)
        {
            text.Add(DiagnosticCodes.Condition, $"{Quote.Of(text.Text)} is not a comparison", "write e.g. \">= 5 && < 10\"");
            return null;
        }

        var operand = text.Part(sign.Sign.Length, text.Text.Length - sign.Sign.Length);
        if (inDurations)
        {
            if (Durations.TryParse(operand.Text, out var duration)) return (sign.Comparison, duration.TotalSeconds);
            if (Numbers.TryParse(operand.Text, out _)) operand.Add(DiagnosticCodes.Duration, $"{Quote.Of(operand.Text)} has no unit", $"write {Durations.WithUnits(operand.Text)}");
            else if (Durations.Guess(operand.Text) is { } guess)
            {
                operand.AddInstead(DiagnosticCodes.Duration, $"{Quote.Of(operand.Text)} is not a duration", $"write \"{sign.Sign} {guess}\"", guess);
            }
            else operand.Add(DiagnosticCodes.Duration, $"{Quote.Of(operand.Text)} is not a duration", $"write a number and a unit, e.g. \"{sign.Sign} 5m\"");
            return null;
        }

        if (Numbers.TryParse(operand.Text, out var number)) return (sign.Comparison, number);
        var end = operand.Text.AsSpan().IndexOfAnyExcept("+-0123456789.");
        if (end > 0 && Numbers.TryParse(operand.Text.AsSpan(0, end), out _))
            operand.AddInstead(DiagnosticCodes.Condition, $"{Quote.Of(operand.Text)} is not a number alone",
                $"write \"{sign.Sign} {operand.Text[..end]}\"; a unit goes into the key unit", operand.Text[..end]);
        else
            operand.Add(DiagnosticCodes.Condition, $"{Quote.Of(operand.Text)} is not a number", $"write a number in digits, e.g. \"{sign.Sign} 5\"");
        return null;
    }
}
