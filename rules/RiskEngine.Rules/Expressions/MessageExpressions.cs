using RiskEngine.Cel;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Expressions;

/// <summary>Compiles the places of messages that are more than a name.</summary>
internal static class MessageExpressions
{
    private const string Labels = "labels.";

    /// <summary>The compiled place; null where there is a fault, which is reported there.</summary>
    /// <param name="place">What stands between the braces.</param>
    /// <param name="labels">The labels of the rule.</param>
    public static MessageExpression? Compile(ExpressionText place, IReadOnlyDictionary<string, string> labels)
    {
        var compiled = MessageScope.Instance.Compile(place.Text, CelOptions.Default);
        foreach (var found in compiled.Diagnostics)
        {
            var edits = found.Fix is { } fix ? place.Replace(fix.Offset, fix.Length, ExpressionSlips.InQuotesFor(place.Scalar.Style, fix.Text)) : null;
            place.Add(DiagnosticCodes.Template, found.Position.Offset, found.Length, found.Message,
                place.Text.AsSpan(found.Position.Offset).StartsWith("plural", StringComparison.Ordinal) ? "write e.g. {{ plural(count, 'reading', 'readings') }}"
                : found.Remedy.Length > 0 ? found.Remedy : "write a name, or an expression such as {{ count == 1 ? 'once' : string(count) + ' times' }}", edits);
        }

        if (compiled.Program is not { } program) return null;
        foreach (var label in program.References.Where(name => name.StartsWith(Labels, StringComparison.Ordinal)).Select(name => name[Labels.Length..]))
        {
            if (labels.ContainsKey(label)) continue;
            var near = Spelling.Nearest(label, [.. labels.Keys]);
            place.Add(DiagnosticCodes.Template, $"the rule has no label {Quote.Of(label)}",
                near is not null ? $"write labels.{near}" : labels.Count > 0 ? $"its labels are {Quote.List([.. labels.Keys])}" : $"add labels: {{{label}: …}}");
            return null;
        }

        return new MessageExpression([.. program.References], values => MessageScope.Written(program.Evaluate(values)));
    }
}
