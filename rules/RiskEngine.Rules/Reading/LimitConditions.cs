using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads conditions that compare with columns of <c>limits</c>: <c>"&gt;= limits.warn &amp;&amp; &lt; limits.alarm"</c>, numbers among them.</summary>
internal static class LimitConditions
{
    private const string Prefix = "limits.";

    /// <summary>Whether a condition names a column.</summary>
    public static bool Concerns(string text) => text.Contains(Prefix, StringComparison.Ordinal);

    /// <summary>Whether conditions can name a column so.</summary>
    public static bool IsName(string column) =>
        column.Length > 0 && (char.IsAsciiLetter(column[0]) || column[0] == '_') && column.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    /// <summary>The condition, which holds for nothing until it is bound to the limits of a key; null where it has a fault.</summary>
    public static ReadCondition? Read(ExpressionText text, LimitTable? table, bool inDurations)
    {
        if (inDurations)
        {
            text.Add(DiagnosticCodes.Condition, $"{Quote.Of(text.Text)} compares a length of time with limits, which are numbers", "write a duration, e.g. 5m");
            return null;
        }

        if (table is null)
        {
            text.Add(DiagnosticCodes.Limits, $"{Quote.Of(text.Text)} compares with a column of limits, and the rule has no limits",
                "add limits: {table: limits.csv, key: source}, a CSV file beside the rule");
            return null;
        }

        var alternatives = new List<Term[]>();
        foreach (var alternative in text.Split("||"))
        {
            var terms = alternative.Split("&&").Select(part => ReadTerm(part, table)).ToList();
            if (terms.TrueForAll(term => term is not null)) alternatives.Add([.. terms.OfType<Term>()]);
            else return null;
        }

        var condition = new MeasureCondition(text.Text, null, double.NaN) { Bind = limits => Bound(alternatives, limits) };
        return new ReadCondition(condition, null, text.Scalar.Span) { HoldsFor = limits => Holds(alternatives, limits) };
    }

    private static Term? ReadTerm(ExpressionText part, LimitTable table)
    {
        if (Comparisons.Leading(part.Text) is not { } sign)
        {
            var instead = part.Text.StartsWith("measure", StringComparison.Ordinal) ? part.Text["measure".Length..].TrimStart() : "";
            if (Comparisons.Leading(instead) is not null)
                part.AddInstead(DiagnosticCodes.Condition, $"{Quote.Of(part.Text)} names the measure, and limits are compared without it", $"write \"{instead}\"", instead);
            else
                part.Add(DiagnosticCodes.Condition, $"{Quote.Of(part.Text)} is not a comparison with a column of limits",
                    "write e.g. \">= limits.warn\" or \">= limits.warn && < 50\"");
            return null;
        }

        var operand = part.Part(sign.Sign.Length, part.Text.Length - sign.Sign.Length);
        if (Numbers.TryParse(operand.Text, out var number)) return new Term(sign.Sign, sign.Comparison, number, -1, "");
        if (operand.Text.StartsWith(Prefix, StringComparison.Ordinal) && IsName(operand.Text[Prefix.Length..]))
            return table.Use(operand.Text[Prefix.Length..], operand) is { } column ? new Term(sign.Sign, sign.Comparison, 0, column, operand.Text) : null;
        operand.Add(DiagnosticCodes.Condition, $"{Quote.Of(operand.Text)} is neither a number nor a column of limits",
            "write e.g. \">= limits.warn\"; what is computed from a limit becomes a column of its own");
        return null;
    }

    private static MeasureCondition Bound(List<Term[]> alternatives, IReadOnlyList<double> limits) => alternatives is [[var only]]
        ? new MeasureCondition(only.Text(limits), only.Comparison, only.Of(limits))
        : ConditionReader.AnyOf(
            string.Join(" || ", alternatives.Select(all => string.Join(" && ", all.Select(term => term.Text(limits))))),
            [.. alternatives.Select(all => all.Select(term => (term.Comparison, term.Of(limits))).ToList())]);

    private static NumberSet Holds(List<Term[]> alternatives, IReadOnlyList<double> limits)
    {
        var holds = NumberSet.Of();
        foreach (var all in alternatives)
        {
            var range = NumberSet.Of(Interval.All);
            foreach (var term in all) range = range.Intersect(NumberSet.Of(term.Comparison, term.Of(limits)));
            holds = holds.Union(range);
        }

        return holds;
    }

    /// <summary>One comparison.</summary>
    /// <param name="Sign">As it is written.</param>
    /// <param name="Comparison">What it means.</param>
    /// <param name="Number">What is compared with, where no column is named.</param>
    /// <param name="Column">The place of the column among those used; negative where none is named.</param>
    /// <param name="Name">The column as the condition names it.</param>
    private sealed record Term(string Sign, Comparison Comparison, double Number, int Column, string Name)
    {
        public double Of(IReadOnlyList<double> limits) => Column < 0 ? Number : limits[Column];

        public string Text(IReadOnlyList<double> limits) => Column < 0 ? $"{Sign} {Numbers.Write(Number)}" : $"{Sign} {Numbers.Write(Of(limits))} ({Name})";
    }
}
