using RiskEngine.Cel.Tree;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel;

/// <summary>An expression that is nothing but a comparison of one variable with one number.</summary>
/// <param name="Variable">The variable, on the left side.</param>
/// <param name="Sign">One of <c>&lt; &lt;= &gt; &gt;= == !=</c>.</param>
/// <param name="Number">The number, on the right side.</param>
public readonly record struct CelComparison(string Variable, string Sign, double Number)
{
    // Recognises "variable sign number", either way round.
    internal static CelComparison? Of(Node root)
    {
        if (root is not CallNode { Arguments: [var left, var right], Target: null } call || SignOf(call.Function) is not { } sign)
            return null;
        if (NameOf(left) is { } name && NumberOf(right) is { } number)
            return new CelComparison(name, sign, number);
        return NameOf(right) is { } mirrored && NumberOf(left) is { } first ? new CelComparison(mirrored, Mirror(sign), first) : null;
    }

    private static string? SignOf(string function) => function switch
    {
        "_<_" => "<",
        "_<=_" => "<=",
        "_>_" => ">",
        "_>=_" => ">=",
        "_==_" => "==",
        "_!=_" => "!=",
        _ => null,
    };

    private static string Mirror(string sign) => sign switch
    {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        _ => sign,
    };

    private static string? NameOf(Node node) => (node as NameNode)?.Name;

    private static double? NumberOf(Node node) => node is LiteralNode literal
        ? literal.Value.Kind switch
        {
            CelKind.Int => literal.Value.AsInt(),
            CelKind.Uint => literal.Value.AsUint(),
            CelKind.Double => literal.Value.AsDouble(),
            _ => null,
        }
        : null;
}
