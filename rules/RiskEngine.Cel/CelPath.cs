using RiskEngine.Cel.Tree;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel;

/// <summary>A part of a variable that an expression reads: <c>payload.device.id</c>, or all of the variable where no field follows.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Fields">The fields, from the outermost on.</param>
public sealed record CelPath(string Variable, IReadOnlyList<string> Fields)
{
    // The longest chains of fields over a variable; what is behind them may be read as a whole.
    internal static IReadOnlyList<CelPath> Of(Node root)
    {
        var paths = new List<CelPath>();
        Collect(root, [], paths);
        return paths;
    }

    // The fields that follow a node, the innermost first.
    private static void Collect(Node node, List<string> behind, List<CelPath> paths)
    {
        switch (node)
        {
            case NameNode name:
                if (name.Resolution.Kind == ResolutionKind.Declared)
                    paths.Add(new CelPath(name.Name, [.. behind.AsEnumerable().Reverse()]));
                break;
            case SelectNode { Resolution: { Kind: ResolutionKind.Declared, Declaration: { } declaration } }:
                paths.Add(new CelPath(declaration.Name, [.. behind.AsEnumerable().Reverse()]));
                break;
            case SelectNode select:
                Collect(select.Operand, [.. behind, select.Field], paths);
                break;
            case CallNode { Function: "_[_]", Target: null, Arguments: [var operand, LiteralNode { Value.Kind: CelKind.String } field] }:
                Collect(operand, [.. behind, field.Value.AsString()], paths);
                break;
            default:
                foreach (var child in Children(node)) Collect(child, [], paths);
                break;
        }
    }

    private static IEnumerable<Node> Children(Node node) => node switch
    {
        CallNode call => call.Target is { } target ? [target, .. call.Arguments] : call.Arguments,
        LogicalNode logical => logical.Operands,
        ConditionalNode conditional => [conditional.Condition, conditional.WhenTrue, conditional.WhenFalse],
        ListNode list => list.Items,
        MapNode map => [.. map.Keys, .. map.Values],
        MacroNode macro => new[] { macro.Range, macro.Filter, macro.Transform }.OfType<Node>(),
        _ => [],
    };
}
