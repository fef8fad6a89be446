using System.Text.RegularExpressions;
using RiskEngine.Cel;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;

namespace RiskEngine.Rules.Schema;

/// <summary>Patterns by which an editor finds most slips in texts: narrower than what a key takes nowhere, wider in many places.</summary>
/// <remarks>Written in what JavaScript and .NET have in common; each steps through a text once.</remarks>
internal static class SchemaPatterns
{
    private const string Quoted = """'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*" """;

    /// <summary>Signs of other languages: &lt;&gt;, = alone, | alone, &amp; alone, a sign without its left side.</summary>
    private const string Slips = @"<>|(?<![=!<>])=(?!=)|(?<!\|)\|(?!\|)|(?<!&)&(?!&)|(?:&&|\|\|)\s*(?:&&|\|\||$)|(?<=^\s*)(?:&&|\|\|)|(?<=\bin\s*)\(\s*['""]";

    private const string Number = @"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?";

    /// <summary>What a measure is compared with: a number, a length of time, a column of limits.</summary>
    private const string Operand = $@"(?:{Number}|[0-9.]+(?:ms|s|m|h|d)[0-9.msh]*|limits\.[A-Za-z_][A-Za-z0-9_]*)";

    private const string Sign = "(?:>=|<=|==|!=|>|<)";

    /// <summary>Words of expressions that are neither variables nor functions.</summary>
    private static readonly string[] Words = ["true", "false", "null", "in", "has", "math", "strings", "score"];

    /// <summary>Loops over lists bring names of their own.</summary>
    private const string Loops = @"(?:exists|exists_one|all|map|filter)\s*\(";

    /// <summary>A kind, or a pattern over kinds.</summary>
    public const string Kind = @"^\s*(?:sensor|access|utility|flow|report|\*|\*\*)(?:\.(?:[A-Za-z0-9_-]+|\*|\*\*))*\s*$";

    /// <summary>A comparison with a duration.</summary>
    public const string ComparedDuration = $@"^\s*{Sign}\s*[0-9.]+(?:ms|s|m|h|d)";

    /// <summary>A number in quotes.</summary>
    public const string QuotedNumber = $@"^\s*{Number}\s*$";

    /// <summary>A text without places to fill.</summary>
    public const string FixedText = @"^(?:[^{]|\{(?!\{))*$";

    /// <summary>An expression over an event.</summary>
    public static string OverEvent { get; } = Expression([.. EventScope.Instance.Names, .. CelFunctions.Global, .. Words]);

    /// <summary>A number of an event, or aggregates of one.</summary>
    public static string Measure { get; } = Expression([.. EventScope.Instance.Names, .. CelFunctions.Global, .. Words, .. AggregateName.All]);

    /// <summary>Aggregates of a number.</summary>
    public static string Aggregates { get; } =
        @"^(?![\s\S]*quantile\s*\([^()]*,\s*(?:[2-9]|1\d))(?![\s\S]*\b(?:slope|rate|time_integral)\s*\([^,()]*,\s*[\d.]+\s*\))(?![\s\S]*\w\(\s*['""])"
        + $@"(?=[\s\S]*\b(?:{string.Join('|', AggregateName.All.Order(StringComparer.Ordinal))})\s*\()" + Measure[1..];

    /// <summary>A comparison of the measure, joined ones, or an expression that names it.</summary>
    public static string OverMeasure { get; } =
        $@"^(?:\s*{Sign}\s*{Operand}\s*(?:(?:&&|\|\|)\s*{Sign}\s*{Operand}\s*)*"
        + $@"|(?!\s*[-\d.]+\s*[<>]=?[^&|]*[<>])(?=[\s\S]*\b(?:{string.Join('|', MeasureScope.Instance.Names.Order(StringComparer.Ordinal))}|true|false)\b)"
        + Expression([.. MeasureScope.Instance.Names, .. CelFunctions.Global, .. Words])[1..^1] + ")$";

    /// <summary>A sentence whose places have names that are filled.</summary>
    public static string Message { get; } = OfMessage();

    /// <summary>The pattern of what a key holds; null where any text may fit.</summary>
    public static string? Of(KeySpec key, Shape shape) => shape switch
    {
        TextShape text when text == Shapes.KindText => Kind,
        TextShape text when text == MessageKeys.Sentence => Message,
        TextShape text => text.Pattern,
        ExpressionShape expression when expression == Shapes.OverMeasure => OverMeasure,
        ExpressionShape expression when expression == Shapes.OverEvent || expression == DetectKeys.EventNumber => OverEvent,
        ExpressionShape { IsOfWindow: true } => Aggregates,
        ExpressionShape when key.Name == DetectKeys.Measure.Name => Measure,
        _ => null,
    };

    /// <summary>A place holds a name, or something that has more in it than one word.</summary>
    private static string OfMessage()
    {
        var names = string.Join('|', MessageTemplate.Names.Order(StringComparer.Ordinal));
        const string Filtered = @"[A-Za-z_]*(?![\w(.[])(?:\s*(?:\}\}|\|(?!\|)|:)|\s+(?!in\b)[A-Za-z_])";
        var expression = $$"""(?!{{Filtered}})(?:{{Quoted.TrimEnd()}}|\}(?!\})|[^'"{}]|\{(?!\{))+""";
        return $$"""^(?:[^{]|\{(?![{%]|\s*(?:{{names}})\s*\})|\{\{\s*(?:(?:{{names}})\s*\}\}|{{expression}}\}\}))*$""";
    }

    /// <summary>Outside quotes only signs of ASCII, and only these names where no dot stands before them; in loops any.</summary>
    private static string Expression(IEnumerable<string> names)
    {
        var all = string.Join('|', names.Distinct(StringComparer.Ordinal).OrderDescending(StringComparer.Ordinal).Select(Regex.Escape));
        var quoted = Quoted.TrimEnd();
        return $@"^(?![\s\S]*\bvalue\s*[<>]=?\s*['""])(?:(?:{quoted}|(?<![.\w])(?:{all})(?!\w)"
            + $@"|(?<![.\w])[rRbB]+(?=['""])|\.\s*[A-Za-z_]\w*|[\d.]\w*(?:[-+]\d+)?|(?!{Slips})[^\w'""\u0080-\uFFFF])*"
            + $@"|(?=[\s\S]*{Loops})(?:{quoted}|[^'""\u0080-\uFFFF])*)$";
    }
}
