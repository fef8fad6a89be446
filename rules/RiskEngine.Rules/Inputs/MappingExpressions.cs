using System.Text.RegularExpressions;
using RiskEngine.Cel;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Inputs;

/// <summary>Compiles the expressions and texts of a mapping; null where there is a fault, which is then reported at its place.</summary>
internal sealed partial class MappingExpressions(CelScope<MappingContext> scope, FileReport report, IReadOnlyList<string> personFields)
{
    private static readonly CelOptions Value = CelOptions.Default with { StepBudget = 10_000 };
    private static readonly CelOptions Truth = CelOptions.Condition with { StepBudget = 10_000 };

    /// <summary>The condition that a key holds; null where it holds none.</summary>
    public CelProgram<MappingContext>? Condition(MapReader map, KeySpec key) =>
        map.Scalar(key) is { } scalar && Scalar.Fits(scalar, map.PathOf(key), key.Shape, report) ? Compile(Unwrapped(map.PathOf(key), scalar), Truth) : null;

    /// <summary>The expression that a scalar holds; with the braces of a place around it, too.</summary>
    public CelProgram<MappingContext>? Expression(string path, YamlScalar scalar, Shape shape, bool mayName = false)
    {
        if (!Scalar.Fits(scalar, path, shape, report)) return null;
        var text = Unwrapped(path, scalar);
        if (Compile(text, Value) is not { } program) return null;
        return mayName || IsOfNobody(text) ? program : null;
    }

    /// <summary>The text with places that a scalar holds.</summary>
    /// <param name="path">Name of the key.</param>
    /// <param name="scalar">The scalar.</param>
    /// <param name="shape">What it may be.</param>
    /// <param name="mayName">Whether it may speak of a person.</param>
    public TextField? Template(string path, YamlScalar scalar, Shape shape, bool mayName = false)
    {
        if (!Scalar.Fits(scalar, path, shape, report)) return null;
        var all = new ExpressionText(path, scalar, report);
        var parts = new List<TextField.Part>();
        var isWhole = true;
        var at = 0;
        var text = scalar.Value;
        while (text.IndexOf("{{", at, StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                all.Add(DiagnosticCodes.Template, open, 2, "'{{' is not closed", "write }} behind the expression");
                return null;
            }

            // The braces of a map inside the place belong to it.
            while (close + 2 < text.Length && text[close + 2] == '}') close++;
            if (open > at) parts.Add(new TextField.Part(text[at..open], null));
            var place = all.Part(open + 2, close - open - 2);
            var program = Compile(place, Value);
            isWhole &= program is not null && (mayName || IsOfNobody(place));
            if (program is not null) parts.Add(new TextField.Part("", program));
            at = close + 2;
        }

        if (at < text.Length) parts.Add(new TextField.Part(text[at..], null));
        if (isWhole && parts.All(part => part.Program is null)) WarnOfExpression(all);
        return isWhole ? new TextField(parts) : null;
    }

    private CelProgram<MappingContext>? Compile(ExpressionText text, CelOptions options)
    {
        var compiled = scope.Compile(text.Text, options);
        foreach (var found in compiled.Diagnostics)
        {
            var remedy = found.Remedy.Length > 0 ? found.Remedy : "see docs/inputs.md and docs/cel.md";
            var edits = found.Fix is { } fix ? text.Replace(fix.Offset, fix.Length, ExpressionSlips.InQuotesFor(text.Scalar.Style, fix.Text)) : null;
            text.Add(RuleExpressions.CodeOf(found.Kind), found.Position.Offset, found.Length, found.Message, remedy, edits);
        }

        return compiled.Program;
    }

    private bool IsOfNobody(ExpressionText text)
    {
        foreach (var field in personFields)
        {
            if (Regex.Match(text.Text, $@"\b{Regex.Escape(field)}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant) is not { Success: true } match) continue;
            text.Add(InputCodes.Person, match.Index, match.Length, $"{match.Value} speaks of a person, and here it would be published in the clear",
                $"put it into attributes.{field}, where it becomes a pseudonym");
            return false;
        }

        return true;
    }

    /// <summary><c>source: payload.deviceId</c> is a text, and surely not meant as one.</summary>
    private void WarnOfExpression(ExpressionText text)
    {
        if (!LooksLikeExpression().IsMatch(text.Text) || !scope.Compile(text.Text, Value).Succeeded) return;
        var meant = $"{{{{ {text.Text} }}}}";
        text.Add(InputCodes.NoPlace, $"{Quote.Of(text.Text)} is a text here, the same for every event", $"write {YamlText.Quoted(meant)} where it is meant as an expression",
            text.Scalar.Style == YamlScalarStyle.Plain ? text.Replace(0, text.Text.Length, meant) : null);
    }

    private ExpressionText Unwrapped(string path, YamlScalar scalar)
    {
        var text = new ExpressionText(path, scalar, report);
        var trimmed = scalar.Value.Trim();
        if (!trimmed.StartsWith("{{", StringComparison.Ordinal) || !trimmed.EndsWith("}}", StringComparison.Ordinal)) return text;
        var open = scalar.Value.IndexOf("{{", StringComparison.Ordinal);
        return text.Part(open + 2, scalar.Value.LastIndexOf("}}", StringComparison.Ordinal) - open - 2);
    }

    [GeneratedRegex(@"^\s*(payload|item|parent|headers|key|topic|name)\b", RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeExpression();
}
