using System.Text.RegularExpressions;
using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Values;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Expressions;

/// <summary>Mistakes in expressions that only show with the file around them.</summary>
internal static partial class ExpressionSlips
{
    /// <summary>Reports a finding of the expression language in the words of a rule, where there are better ones; false where there are none.</summary>
    public static bool Report(CelDiagnostic found, ExpressionText text) => ReportComment(found, text) || ReportAggregate(found, text);

    /// <summary>A condition that is the same for every event, or a number that never changes: mostly a name in quotes.</summary>
    public static void ReportConstant(CelValue constant, ExpressionText text)
    {
        var match = NameInQuotes().Match(text.Text);
        var name = match.Success ? Instead(match.Groups["name"].Value) : null;
        var what = constant.Kind == CelKind.Bool ? $"the condition is always {(constant.AsBool() ? "true" : "false")}" : "the value is always the same";
        if (name is not null)
        {
            text.Add(DiagnosticCodes.Constant, match.Index, match.Length,
                $"{what}: in quotes {Quote.Of(match.Groups["name"].Value)} is a text, not a name", $"write {name} without quotes",
                text.Replace(match.Index, match.Groups["whole"].Length, name));
        }
        else
        {
            var isMeasured = text.Path.StartsWith("grades", StringComparison.Ordinal) || text.Path.StartsWith("clear", StringComparison.Ordinal);
            text.Add(DiagnosticCodes.Constant, $"{what}, because it names nothing that is measured",
                isMeasured ? "compare the measure, e.g. \">= 15\"" : "compare something of the event, e.g. value, source or attributes.location");
        }
    }

    /// <summary>Texts of an expression in the quotes that need no escape inside the scalar.</summary>
    public static string InQuotesFor(YamlScalarStyle style, string text) =>
        style == YamlScalarStyle.SingleQuoted && !text.Contains('"', StringComparison.Ordinal) ? text.Replace('\'', '"') : text;

    /// <summary><c>'hall #3'</c> without quotes around: for YAML a comment begins there, and the text ends.</summary>
    private static bool ReportComment(CelDiagnostic found, ExpressionText text)
    {
        if (text.Scalar.Style != YamlScalarStyle.Plain || !found.Message.EndsWith("is never closed", StringComparison.Ordinal)) return false;
        var line = text.Report.Source.Line(text.Scalar.Span.Line);
        var end = text.Scalar.Span.Column - 1 + text.Scalar.Span.Length;
        if (end >= line.Length || !line.AsSpan(end).TrimStart().StartsWith("#")) return false;
        var whole = YamlText.Quoted(line[(text.Scalar.Span.Column - 1)..].TrimEnd());
        var hash = line.IndexOf('#', end);
        text.Report.Add(DiagnosticCodes.Expression, new SourceSpan(text.Scalar.Span.Line, hash + 1, 1),
            $"{text.Path}: a blank and '#' begin a comment, so the value ends before it",
            $"put the whole value in quotes: {whole}", TextEdit.Replace(text.Scalar.Span with { Length = line.TrimEnd().Length - text.Scalar.Span.Column + 1 }, whole));
        return true;
    }

    /// <summary><c>max(value)</c> where single events or a measure are looked at.</summary>
    private static bool ReportAggregate(CelDiagnostic found, ExpressionText text)
    {
        if (found.Kind != CelDiagnosticKind.UnknownFunction) return false;
        var name = text.Text[found.Position.Offset..Math.Min(text.Text.Length, found.Position.Offset + found.Length)];
        if (name.StartsWith(ScoreFunction.FunctionName, StringComparison.Ordinal) && text.Path is var path
            && (path.StartsWith("grades", StringComparison.Ordinal) || path.StartsWith("clear", StringComparison.Ordinal)))
        {
            text.Add(DiagnosticCodes.UnknownName, found.Position.Offset, found.Length, "score() judges events, and this compares the measure",
                "write it in where or in detect.measure, or judge the measure itself with detect: {type: score, measure: ..., window: ...}");
            return true;
        }

        if (!AggregateName.TryFind(name, out _) && AggregateName.Synonym(name) is null) return false;
        var isMeasure = text.Path.StartsWith("grades", StringComparison.Ordinal) || text.Path.StartsWith("clear", StringComparison.Ordinal);
        var call = AggregateCall().Match(text.Text, found.Position.Offset);
        if (isMeasure)
            text.Add(DiagnosticCodes.UnknownName, found.Position.Offset, found.Length,
                $"{name} is an aggregate, and the measure is one already", "write measure; what is aggregated stands in detect.measure",
                call.Success ? text.Replace(call.Index, call.Length, "measure") : null);
        else
            text.Add(DiagnosticCodes.UnknownName, found.Position.Offset, found.Length, $"{name} is an aggregate over a window, and this looks at single events",
                $"write detect: {{type: metric, measure: {AggregateName.Synonym(name) ?? name}(value), window: 5m}} with the window that you mean, and compare it in grades");
        return true;
    }

    private static string? Instead(string name) => EventScopeNames.Contains(name) ? name : $"attributes.{name}";

    private static readonly HashSet<string> EventScopeNames = ["value", "kind", "source", "site", "unit", "id", "time"];

    [GeneratedRegex("""^(?<whole>(?<quote>["'])(?<name>[A-Za-z_][A-Za-z0-9_]*)\k<quote>)(?= *(==|!=|<|>|in\b|$))""", RegexOptions.CultureInvariant)]
    private static partial Regex NameInQuotes();

    [GeneratedRegex(@"\G[a-z_]+\([^()]*\)", RegexOptions.CultureInvariant)]
    private static partial Regex AggregateCall();
}
