namespace RiskEngine.Cel.Syntax;

// Recognises "variable sign number", either way round.
internal static class Comparisons
{
    public static CelComparison? Of(Node root)
    {
        if (root is not CallNode { Arguments: [var left, var right], Target: null } call || Sign(call.Function) is not { } sign)
            return null;
        if (Name(left) is { } name && Number(right) is { } number)
            return new CelComparison(name, sign, number);
        return Name(right) is { } mirrored && Number(left) is { } first ? new CelComparison(mirrored, Mirror(sign), first) : null;
    }

    private static string? Sign(string function) => function switch
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

    private static string? Name(Node node) => (node as NameNode)?.Name;

    private static double? Number(Node node) => node is LiteralNode literal
        ? literal.Value.Kind switch
        {
            CelKind.Int => literal.Value.AsInt(),
            CelKind.Uint => literal.Value.AsUint(),
            CelKind.Double => literal.Value.AsDouble(),
            _ => null,
        }
        : null;
}
