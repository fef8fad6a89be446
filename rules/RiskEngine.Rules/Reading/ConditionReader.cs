using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads the conditions of grades and of <c>clear</c>: <c>"&gt;= 5"</c>, <c>"&gt;= 5 &amp;&amp; &lt; 10"</c>, or an expression over measure and count.</summary>
/// <param name="inDurations">Whether the measure is a length of time, compared with durations and kept in seconds.</param>
internal sealed class ConditionReader(bool inDurations)
{
    public ReadCondition? Read(YamlScalar scalar, string path, FileReport report)
    {
        if (!Scalar.Fits(scalar, path, Shapes.OverMeasure, report)) return null;
        var whole = new ExpressionText(path, scalar, report);
        var text = whole.Part(0, whole.Text.Length);
        if (FindSlip(text)) return null;
        if (inDurations && Durations.TryParse(text.Text, out var silence)) return Simple(text, Comparison.GreaterOrEqual, silence.TotalSeconds);
        if (IsShort(text.Text)) return ReadShort(text);
        if (inDurations)
        {
            text.Add(DiagnosticCodes.Condition, $"{Quote.Of(text.Text)} is not a length of silence", "write e.g. \">= 5m\"");
            return null;
        }

        return RuleExpressions.Measure(text) is { } condition ? new ReadCondition(condition, null, scalar.Span) : null;
    }

    /// <summary>A condition that a grade can have: a silence can only have lasted so long or longer.</summary>
    public ReadCondition? ReadGrade(YamlScalar scalar, string path, FileReport report)
    {
        var read = Read(scalar, path, report);
        if (read is null || !inDurations || read.Condition.Comparison == Comparison.GreaterOrEqual) return read;
        report.Add(DiagnosticCodes.Condition, scalar.Span, $"{path}: {Quote.Of(scalar.Value)} is no length that a silence reaches", "write e.g. \">= 5m\"");
        return null;
    }

    /// <summary>Whether it consists of comparisons without a left side, as in <c>&gt;= 5 &amp;&amp; &lt; 10</c>.</summary>
    private static bool IsShort(string text) =>
        text.AsSpan().IndexOfAny("()[]\"'?:") < 0
        && text.Split(["&&", "||"], StringSplitOptions.TrimEntries).All(part => Comparisons.Leading(part) is not null);

    private static bool FindSlip(ExpressionText text)
    {
        var written = text.Text;
        string? remedy = null;
        if (Numbers.TryParse(written, out _)) remedy = $"say how to compare, e.g. \">= {written}\"";
        else if (written.StartsWith("=>", StringComparison.Ordinal)) remedy = $"write \">={written[2..]}\"";
        else if (written.StartsWith("=<", StringComparison.Ordinal)) remedy = $"write \"<={written[2..]}\"";
        else if (written.StartsWith('≥')) remedy = $"write \">={written[1..]}\"";
        else if (written.StartsWith('≤')) remedy = $"write \"<={written[1..]}\"";
        else if (written.StartsWith("> =", StringComparison.Ordinal) || written.StartsWith("< =", StringComparison.Ordinal))
            remedy = $"write \"{written[0]}={written[3..]}\", without a blank inside the sign";
        else if (written.StartsWith('=') && !written.StartsWith("==", StringComparison.Ordinal)) remedy = $"write \"=={written[1..]}\"";
        if (remedy is null) return false;
        text.Add(DiagnosticCodes.Condition, $"{Quote.Of(written)} is not a comparison", remedy);
        return true;
    }

    private ReadCondition? ReadShort(ExpressionText text)
    {
        var alternatives = new List<List<(Comparison Comparison, double Number)>>();
        var holds = NumberSet.Of();
        foreach (var alternative in Split(text, "||"))
        {
            var all = new List<(Comparison, double)>();
            var range = NumberSet.Of(Interval.All);
            foreach (var part in Split(alternative, "&&"))
            {
                if (ReadComparison(part) is not { } comparison) return null;
                all.Add(comparison);
                range = range.Intersect(NumberSet.Of(comparison.Comparison, comparison.Number));
            }

            alternatives.Add(all);
            holds = holds.Union(range);
        }

        if (alternatives is [[var only]]) return Simple(text, only.Comparison, only.Number);
        var (_, threshold) = alternatives[0][0];
        var conditions = alternatives.Select(all => all.Select(one => new MeasureCondition("", one.Comparison, one.Number)).ToArray()).ToArray();
        return new ReadCondition(new MeasureCondition(text.Text, null, threshold, m => Any(conditions, m)), holds, text.Scalar.Span);
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
            operand.Add(DiagnosticCodes.Duration, $"{Quote.Of(operand.Text)} is not a duration", $"write e.g. \"{sign.Sign} {Durations.Guess(operand.Text) ?? "5m"}\"");
            return null;
        }

        if (Numbers.TryParse(operand.Text, out var number)) return (sign.Comparison, number);
        operand.Add(DiagnosticCodes.Condition, $"{Quote.Of(operand.Text)} is not a number", $"write e.g. \"{sign.Sign} {LeadingNumber(operand.Text)}\"; a unit goes into the key unit");
        return null;
    }

    private static string LeadingNumber(string text)
    {
        var end = text.AsSpan().IndexOfAnyExcept("+-0123456789.");
        return end > 0 && Numbers.TryParse(text.AsSpan(0, end), out _) ? text[..end] : "5";
    }

    private static IEnumerable<ExpressionText> Split(ExpressionText text, string sign)
    {
        var start = 0;
        foreach (var part in text.Text.Split(sign))
        {
            yield return text.Part(start, part.Length);
            start += part.Length + sign.Length;
        }
    }
}
