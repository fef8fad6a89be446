using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Tree;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Checking;

// Macros: their variables, and what they give.
internal sealed partial class Checker
{
    private void CheckMacro(MacroNode node)
    {
        Check(node.Range);
        Absorb(node, node.Range);
        RequireValue(node.Range);
        var range = node.Range.Type;
        if (range.Kind is not (CelKind.Absent or CelKind.List or CelKind.Map))
            Report(CelDiagnosticKind.TypeMismatch, node.Range, $"a {range.InWords} has no elements to go through", "use a list or a map");
        var depth = _locals.Count;
        node.Slot = depth;
        var first = range.First ?? CelType.Dyn;
        if (node.Variables.Length == 1)
        {
            _locals.Add((node.Variables[0], first));
        }
        else
        {
            _locals.Add((node.Variables[0], range.Kind == CelKind.List ? CelType.Int : first));
            _locals.Add((node.Variables[1], range.Kind == CelKind.List ? first : range.Second ?? CelType.Dyn));
        }
        LocalCount = Math.Max(LocalCount, _locals.Count);
        var rounds = Sizing.Elements(node.Range);
        CheckBody(node, node.Filter, depth, rounds);
        CheckBody(node, node.Transform, depth, rounds);
        _locals.RemoveRange(depth, _locals.Count - depth);
        if (node.Filter is not null)
            RequireBool(node.Filter, "this part asks a condition");
        node.Type = MacroType(node, first);
    }

    private void CheckBody(MacroNode node, Node? body, int depth, double rounds)
    {
        if (body is null)
            return;
        Check(body);
        node.UsesContext |= body.UsesContext;
        if (body.OuterLocal < depth)
            node.OuterLocal = Math.Min(node.OuterLocal, body.OuterLocal);
        node.Cost += rounds * (1 + body.Cost);
    }

    private CelType MacroType(MacroNode node, CelType element)
    {
        var transform = node.Transform?.Type ?? CelType.Dyn;
        switch (node.Kind)
        {
            case MacroKind.All or MacroKind.Exists or MacroKind.ExistsOne:
                return CelType.Bool;
            case MacroKind.Filter:
                return CelType.List(element);
            case MacroKind.Map or MacroKind.TransformList:
                return CelType.List(transform);
            case MacroKind.TransformMap:
                return CelType.Map(node.Range.Type.Kind == CelKind.List ? CelType.Int : element, transform);
            default:
                if (transform.Kind is not (CelKind.Absent or CelKind.Map))
                    Report(CelDiagnosticKind.TypeMismatch, node, $"transformMapEntry() needs a map for each entry, and this is a {transform.InWords}",
                        "write {key: value}");
                return transform.Kind == CelKind.Map ? transform : CelType.Map(CelType.Dyn, CelType.Dyn);
        }
    }
}
