namespace RiskEngine.Cel.Tree;

// Assumed sizes of collections, for the cost estimate.
internal static class Sizing
{
    // A list or map that comes from the context.
    private const double Assumed = 100;

    public static double Elements(Node node) => node switch
    {
        ListNode list => list.Items.Length,
        MapNode map => map.Keys.Length,
        MacroNode { Kind: MacroKind.Map or MacroKind.Filter or MacroKind.TransformList or MacroKind.TransformMap or MacroKind.TransformMapEntry } macro => Elements(macro.Range),
        ConditionalNode conditional => Math.Max(Elements(conditional.WhenTrue), Elements(conditional.WhenFalse)),
        CallNode { Function: "_+_", Arguments: [var left, var right] } => Elements(left) + Elements(right),
        CallNode { Function: "dyn", Arguments: [var only] } => Elements(only),
        LiteralNode => 1,
        _ => Assumed,
    };
}
